"""The PAA network in plain PyTorch, traced and frozen, for `bench --torchscript` to race ours with.

    pip install torch==2.7.1 safetensors pyyaml
    python freeze_paa.py models/thermal-sky --size 320x256 --out /tmp/thermal-sky.pt

The folder holds recipe.yaml. With weights.safetensors and labels.txt beside it, those are the
network's weights and classes, and `bench` checks that both networks say the same; without them
the weights are random. The torch that writes the file must not be newer than the one that loads it.

The frozen module takes normalised pictures (N, 3, H, W), float32, and gives a flat tuple: for each
level, finest first, class logits, box deltas and IoU logits. The file is as fast as this script
knows how to make it: normalisations folded into convolutions, weights in channels_last. (What
torch.jit.optimize_for_inference adds cannot be saved: `--try-optimized` tells what it would gain.)
"""

import argparse
import pathlib
import statistics
import time

import torch
import yaml
from torch import nn
from torch.nn import functional

BLOCKS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}
COCO_CLASSES = 80


class Basic(nn.Module):
    """Two 3x3 convolutions, for ResNet-18 and 34."""

    expansion = 1

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = projection(inputs, width, stride)

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return functional.relu(y + self.downsample(x))


class Bottleneck(nn.Module):
    """1x1, 3x3 with the stride, 1x1, for ResNet-50 and 101."""

    expansion = 4

    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = self.expansion * width
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = projection(inputs, outputs, stride)

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = functional.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return functional.relu(y + self.downsample(x))


def projection(inputs, outputs, stride):
    if stride == 1 and inputs == outputs:
        return nn.Identity()
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
    )


class Backbone(nn.Module):
    """ResNet without its classifier: the levels from `start` (stride 2^start) to C5."""

    def __init__(self, depth, width, start):
        super().__init__()
        block = Bottleneck if depth >= 50 else Basic
        self.start = start
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.channels = []
        inputs = width
        for stage, count in enumerate(BLOCKS[depth]):
            layers = []
            for index in range(count):
                stride = 2 if stage > 0 and index == 0 else 1
                layers.append(block(inputs, width << stage, stride))
                inputs = block.expansion * (width << stage)
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
            if stage + 2 >= start:
                self.channels.append(inputs)

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = functional.max_pool2d(y, 3, 2, 1)
        levels = []
        for stage in range(4):
            y = getattr(self, f"layer{stage + 1}")(y)
            if stage + 2 >= self.start:
                levels.append(y)
        return levels


class Wrapped(nn.Module):
    """A convolution whose parameters carry one more name, `conv`."""

    def __init__(self, *args, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(*args, **kwargs)

    def forward(self, x):
        return self.conv(x)


class Pyramid(nn.Module):
    """Feature pyramid; levels above C5 are strided convolutions of the level before."""

    def __init__(self, inputs, channels, levels):
        super().__init__()
        self.lateral_convs = nn.ModuleList(Wrapped(c, channels, 1) for c in inputs)
        self.fpn_convs = nn.ModuleList(
            Wrapped(channels, channels, 3, 1 if i < len(inputs) else 2, 1) for i in range(levels)
        )

    def forward(self, features):
        sums = [lateral(f) for lateral, f in zip(self.lateral_convs, features)]
        for i in range(len(sums) - 1, 0, -1):
            sums[i - 1] = sums[i - 1] + functional.interpolate(sums[i], size=sums[i - 1].shape[-2:])
        levels = []
        for i, conv in enumerate(self.fpn_convs):
            levels.append(conv(sums[i] if i < len(sums) else levels[-1]))
        return levels


class Tower(nn.Module):
    def __init__(self, channels, groups):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.gn = nn.GroupNorm(groups, channels)

    def forward(self, x):
        return functional.relu(self.gn(self.conv(x)))


class LevelScale(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(1.0))

    def forward(self, x):
        return x * self.scale


class Head(nn.Module):
    """Two towers over all levels: one for the classes, one for box and predicted IoU."""

    def __init__(self, classes, channels, convs, groups, levels):
        super().__init__()
        self.cls_convs = nn.Sequential(*(Tower(channels, groups) for _ in range(convs)))
        self.reg_convs = nn.Sequential(*(Tower(channels, groups) for _ in range(convs)))
        self.atss_cls = nn.Conv2d(channels, classes, 3, 1, 1)
        self.atss_reg = nn.Conv2d(channels, 4, 3, 1, 1)
        self.atss_centerness = nn.Conv2d(channels, 1, 3, 1, 1)
        self.scales = nn.ModuleList(LevelScale() for _ in range(levels))

    def forward(self, levels):
        outputs = []
        for scale, level in zip(self.scales, levels):
            box = self.reg_convs(level)
            outputs.append(self.atss_cls(self.cls_convs(level)))
            outputs.append(scale(self.atss_reg(box)))
            outputs.append(self.atss_centerness(box))
        return tuple(outputs)


class Paa(nn.Module):
    def __init__(self, recipe, classes):
        super().__init__()
        backbone, neck, head = recipe["backbone"], recipe["neck"], recipe["head"]
        self.backbone = Backbone(backbone["depth"], backbone["baseWidth"], neck["startLevel"])
        self.neck = Pyramid(self.backbone.channels, neck["channels"], neck["levels"])
        self.bbox_head = Head(
            classes, neck["channels"], head["stackedConvs"], head["groups"], neck["levels"]
        )

    def forward(self, images):
        return self.bbox_head(self.neck(self.backbone(images)))


def network(folder):
    recipe = yaml.safe_load((folder / "recipe.yaml").read_text())
    labels, weights = folder / "labels.txt", folder / "weights.safetensors"
    if not weights.exists():
        torch.manual_seed(1)
        print(f"{folder} has no weights: random ones, {COCO_CLASSES} classes")
        return Paa(recipe, COCO_CLASSES).eval()
    from safetensors.torch import load_file

    classes = sum(1 for line in labels.read_text().splitlines() if line.strip())
    paa = Paa(recipe, classes).eval()
    tensors = {name: tensor.float() for name, tensor in load_file(weights).items()}
    missing, unknown = paa.load_state_dict(tensors, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unknown:
        raise SystemExit(f"{weights} does not fit its recipe: lacks {missing}, has {unknown}")
    return paa


def seconds(module, images, rounds):
    for _ in range(3):
        module(images)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        module(images)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=pathlib.Path, help="folder with recipe.yaml")
    parser.add_argument("--size", default="320x256", help="WxH of the network's input, padded")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="file to write")
    parser.add_argument(
        "--layout", choices=("channels-last", "contiguous"), default="channels-last"
    )
    parser.add_argument(
        "--try-optimized", action="store_true", help="time optimize_for_inference, here only"
    )
    parser.add_argument("--rounds", type=int, default=5, help="of --try-optimized")
    options = parser.parse_args()

    width, height = (int(side) for side in options.size.lower().split("x"))
    layout = (
        torch.channels_last if options.layout == "channels-last" else torch.contiguous_format
    )
    torch.manual_seed(2)
    images = torch.randn(1, 3, height, width)
    with torch.inference_mode():
        plain = network(options.model)
        expected = plain(images)
        images = images.contiguous(memory_format=layout)
        frozen = torch.jit.freeze(torch.jit.trace(plain.to(memory_format=layout), images))
        frozen.save(str(options.out))
        loaded = torch.jit.load(str(options.out))
        worst = max((a - b).abs().max().item() for a, b in zip(expected, loaded(images)))
        print(f"{options.out}: {options.layout}, torch {torch.__version__}")
        print(f"largest difference to the network before it was frozen: {worst:.1e}")
        if worst > 1e-3:
            raise SystemExit("that is too much: the file is not the same network")
        if options.try_optimized:
            optimized = torch.jit.optimize_for_inference(loaded)
            for name, module in (("frozen", loaded), ("optimized", optimized)):
                print(f"{name}: {1e3 * seconds(module, images, options.rounds):.1f} ms a picture")


if __name__ == "__main__":
    main()
