"""The PAA network for OpenVINO, in float32 or int8, and how fast it is: to race ours with.

    pip install openvino nncf opencv-python-headless safetensors pyyaml
    python openvino_paa.py models/thermal-sky --size 320x256 --out /tmp/thermal-sky.xml
    python openvino_paa.py models/thermal-sky --size 320x256 --images DIR --out /tmp/thermal-sky-int8.xml

The folder holds recipe.yaml, labels.txt and weights.safetensors. With --images NNCF makes an int8
network, calibrated on the JPEG and PNG files there. The network takes normalised pictures
(N, 3, H, W), float32, and gives class logits, box deltas and IoU logits for each level, finest
first. --batch 1,8 prints milliseconds a batch, the median of --rounds passes.
"""

import argparse
import pathlib
import statistics
import time

import numpy as np
import openvino as ov
import yaml
from openvino import opset13 as ops
from safetensors.numpy import load_file

BLOCKS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}
EPSILON = 1e-5


class Builder:
    def __init__(self, recipe, tensors):
        self.recipe = recipe
        self.tensors = {name: tensor.astype(np.float32) for name, tensor in tensors.items()}

    def conv(self, x, name, stride=1, norm=None):
        """A convolution; a batch normalisation is folded into it."""
        kernel = self.tensors[name + ".weight"]
        bias = self.tensors.get(name + ".bias")
        if norm:
            weight, shift, mean, variance = (
                self.tensors[f"{norm}.{part}"]
                for part in ("weight", "bias", "running_mean", "running_var")
            )
            factor = weight / np.sqrt(variance + EPSILON)
            kernel, bias = kernel * factor[:, None, None, None], shift - mean * factor
        pad = [kernel.shape[2] // 2] * 2
        y = ops.convolution(x, ops.constant(kernel), [stride] * 2, pad, pad, [1, 1])
        return y if bias is None else ops.add(y, ops.constant(bias.reshape(1, -1, 1, 1)))

    def block(self, x, name, stride):
        if self.recipe["backbone"]["depth"] >= 50:
            strides = (1, stride, 1)
        else:
            strides = (stride, 1)
        y = x
        for i, step in enumerate(strides, 1):
            y = self.conv(y, f"{name}.conv{i}", step, f"{name}.bn{i}")
            y = ops.relu(y) if i < len(strides) else y
        if f"{name}.downsample.0.weight" in self.tensors:
            x = self.conv(x, f"{name}.downsample.0", stride, f"{name}.downsample.1")
        return ops.relu(ops.add(y, x))

    def backbone(self, images):
        y = ops.relu(self.conv(images, "backbone.conv1", 2, "backbone.bn1"))
        y = ops.max_pool(y, [2, 2], [1, 1], [1, 1], [1, 1], [3, 3]).output(0)
        levels = []
        for stage, blocks in enumerate(BLOCKS[self.recipe["backbone"]["depth"]]):
            for i in range(blocks):
                y = self.block(
                    y, f"backbone.layer{stage + 1}.{i}", 2 if stage > 0 and i == 0 else 1
                )
            levels.append(y)
        return levels[self.recipe["neck"]["startLevel"] - 2 :]

    def neck(self, features):
        sums = [
            self.conv(x, f"neck.lateral_convs.{i}.conv") for i, x in enumerate(features)
        ]
        for i in range(len(sums) - 1, 0, -1):
            size = ops.gather(ops.shape_of(sums[i - 1]), ops.constant([2, 3]), ops.constant(0))
            up = ops.interpolate(
                sums[i],
                size,
                "nearest",
                "sizes",
                axes=ops.constant([2, 3]),
                coordinate_transformation_mode="asymmetric",
                nearest_mode="floor",
            )
            sums[i - 1] = ops.add(sums[i - 1], up)
        levels = []
        for i in range(self.recipe["neck"]["levels"]):
            inner = i < len(sums)
            levels.append(
                self.conv(
                    sums[i] if inner else levels[-1],
                    f"neck.fpn_convs.{i}.conv",
                    1 if inner else 2,
                )
            )
        return levels

    def tower(self, x, name):
        groups = self.recipe["head"]["groups"]
        for i in range(self.recipe["head"]["stackedConvs"]):
            y = self.conv(x, f"{name}.{i}.conv")
            weight, bias = (
                ops.constant(self.tensors[f"{name}.{i}.gn.{part}"]) for part in ("weight", "bias")
            )
            x = ops.relu(ops.group_normalization(y, weight, bias, groups, EPSILON))
        return x

    def model(self, height, width):
        images = ops.parameter([-1, 3, height, width], np.float32, name="images")
        outputs = []
        for i, level in enumerate(self.neck(self.backbone(images))):
            box = self.tower(level, "bbox_head.reg_convs")
            scale = ops.constant(self.tensors[f"bbox_head.scales.{i}.scale"].reshape(()))
            outputs += [
                self.conv(self.tower(level, "bbox_head.cls_convs"), "bbox_head.atss_cls"),
                ops.multiply(self.conv(box, "bbox_head.atss_reg"), scale),
                self.conv(box, "bbox_head.atss_centerness"),
            ]
        return ov.Model(outputs, [images], "paa")


def pictures(folder, recipe, height, width, most):
    """Normalised files of a folder, stretched to the network's input."""
    import cv2

    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    mean, std = (np.array(recipe["input"][key], np.float32) for key in ("mean", "std"))
    for file in files[:: max(1, len(files) // most)][:most]:
        rgb = cv2.cvtColor(cv2.resize(cv2.imread(str(file)), (width, height)), cv2.COLOR_BGR2RGB)
        yield ((rgb - mean) / std).astype(np.float32).transpose(2, 0, 1)[None]


def milliseconds(compiled, images, rounds):
    for _ in range(3):
        compiled(images)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        compiled(images)
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def built(options, height, width):
    recipe = yaml.safe_load((options.model / "recipe.yaml").read_text())
    model = Builder(recipe, load_file(options.model / "weights.safetensors")).model(height, width)
    if options.images:
        import nncf

        data = list(pictures(options.images, recipe, height, width, options.frames))
        model = nncf.quantize(model, nncf.Dataset(data), subset_size=len(data))
    ov.save_model(model, str(options.out), compress_to_fp16=False)
    print(f"{options.out}: {'int8' if options.images else 'float32'}, OpenVINO {ov.__version__}")
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=pathlib.Path, help="folder of the model")
    parser.add_argument("--size", default="320x256", help="WxH of the network's input, padded")
    parser.add_argument("--images", type=pathlib.Path, help="calibrate on them, for int8")
    parser.add_argument("--frames", type=int, default=64, help="images to calibrate with")
    parser.add_argument("--out", type=pathlib.Path, required=True, help=".xml file to write")
    parser.add_argument("--batch", default="", help="batch sizes to time, as in 1,8")
    parser.add_argument("--load", action="store_true", help="time the file that --out has, as it is")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--threads", type=int, default=0, help="of the timing; 0 for all cores")
    options = parser.parse_args()

    width, height = (int(side) for side in options.size.lower().split("x"))
    if options.load:
        model = ov.Core().read_model(str(options.out))
    else:
        model = built(options, height, width)
    config = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    if options.threads:
        config["INFERENCE_NUM_THREADS"] = options.threads
    compiled = ov.Core().compile_model(model, "CPU", config)
    for batch in (int(b) for b in options.batch.split(",") if b):
        images = np.random.default_rng(1).standard_normal((batch, 3, height, width), np.float32)
        print(f"batch {batch}: {milliseconds(compiled, images, options.rounds):.1f} ms")


if __name__ == "__main__":
    main()
