/**
 * The commands. Nothing imports this package.
 *
 * <p>{@link Main} starts {@link PaaStreamsCommand}, whose subcommands are:
 *
 * <ul>
 *   <li>trying: {@link DemoCommand} ({@link io.paastreams.cli.demo}), {@link DetectCommand};
 *   <li>running: {@link RunCommand}, {@link AnalyticsCommand}, {@link IngestCommand}, {@link
 *       LiveCommand}, each a {@link ForegroundRun} after {@link BeforeStart}; {@link DevCommand}
 *       for a broker and a registry on this machine;
 *   <li>operating: {@link CheckCommand}, {@link ConfigCommand}, {@link TopologyCommand}, {@link
 *       ReplayCommand}, {@link CompareCommand} ({@link io.paastreams.cli.compare}), {@link
 *       RulesCommand} ({@link io.paastreams.cli.rules}), {@link CompletionCommand};
 *   <li>models: {@link ModelsCommand}, {@link ImportCommand}, {@link QuantizeCommand}, {@link
 *       TrainCommand}, {@link EvaluateCommand}, {@link BenchCommand} ({@link
 *       io.paastreams.cli.bench}).
 * </ul>
 *
 * <p>Options that several commands share are mixins whose names end in {@code Options} or {@code
 * Option}. A failure that users can fix is a {@link CommandFailedException}; {@link
 * FailureReporter} prints it. Tables are printed by {@link io.paastreams.cli.table}.
 */
@NullMarked
package io.paastreams.cli;

import org.jspecify.annotations.NullMarked;
