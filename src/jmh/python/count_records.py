"""Measures how many records per second arrive on a topic.

    pip install confluent-kafka
    python count_records.py detections.v1 --least 2000

The first quarter of those after --skip does not count, because the writer warms up. Only committed records are read.
"""

import argparse
import time

from confluent_kafka import Consumer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topic")
    parser.add_argument("--bootstrap-servers", default="localhost:9092")
    parser.add_argument("--least", type=int, required=True, help="records to wait for")
    parser.add_argument("--skip", type=int, default=0, help="records that were there before")
    parser.add_argument("--patience", type=float, default=60, help="seconds to wait for the next")
    options = parser.parse_args()
    consumer = Consumer(
        {
            "bootstrap.servers": options.bootstrap_servers,
            "group.id": f"count-{time.time()}",
            "auto.offset.reset": "earliest",
            "isolation.level": "read_committed",
            "topic.metadata.refresh.interval.ms": 500,
        }
    )
    consumer.subscribe([options.topic])
    warm = options.skip + options.least / 4
    count, first, counted, last = 0, None, 0, time.monotonic()
    while count < options.skip + options.least:
        messages = [m for m in consumer.consume(100, 0.1) if not m.error()]
        now = time.monotonic()
        if messages:
            count, last = count + len(messages), now
            if first is None and count >= warm:
                first, counted = now, count
        elif now - last > options.patience:
            raise SystemExit(f"only {count} records came to {options.topic}")
    consumer.close()
    print(f"{count - counted} frames, {(count - counted) / (last - first):.1f} frames/s")


if __name__ == "__main__":
    main()
