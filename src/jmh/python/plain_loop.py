"""The loop that anybody would write first: frames from Kafka, OpenCV, OpenVINO, detections to Kafka.

    pip install confluent-kafka fastavro opencv-python-headless openvino pyyaml requests
    java -jar target/paa-streams.jar dev &
    java -jar target/paa-streams.jar ingest CLIP.mp4 --camera one --bootstrap-servers localhost:9092 \\
      --registry http://localhost:8081/apis/ccompat/v7
    python plain_loop.py models/thermal-sky --network /tmp/thermal-sky-int8.xml

It promises nothing: no commit is tied to a result, no bad frame is set aside, no camera waits for
another. openvino_paa.py makes the network. `run` on the same topics is what to compare it with.
"""

import argparse
import io
import pathlib
import struct
import time

import cv2
import fastavro
import numpy as np
import openvino as ov
import requests
import yaml
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic

STDS = np.array([0.1, 0.1, 0.2, 0.2], np.float32)
PATIENCE = 60  # seconds for the first frame: joining the group may take long
RESULT = fastavro.parse_schema(
    {
        "type": "record",
        "name": "PlainDetections",
        "fields": [
            {"name": "cameraId", "type": "string"},
            {"name": "sequence", "type": "long"},
            {"name": "boxes", "type": {"type": "array", "items": "float"}},
            {"name": "scores", "type": {"type": "array", "items": "float"}},
            {"name": "labels", "type": {"type": "array", "items": "int"}},
        ],
    }
)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def detections(outputs, picture, recipe, threshold):
    """Boxes (K, 4) as x, y, width, height, scores and labels of one picture of a batch."""
    boxes, scores, labels = [], [], []
    for level in range(len(outputs) // 3):
        cls, reg, iou = (outputs[3 * level + i][picture] for i in range(3))
        stride = 2 ** (recipe["neck"]["startLevel"] + level)
        side = stride * recipe["anchors"]["scale"]
        score = np.sqrt(sigmoid(cls) * sigmoid(iou))
        kind, y, x = np.nonzero(score > threshold)
        dx, dy, dw, dh = reg[:, y, x] * STDS[:, None]
        w, h = side * np.exp(dw), side * np.exp(dh)
        boxes.append(
            np.stack([x * stride + dx * side - w / 2, y * stride + dy * side - h / 2, w, h], 1)
        )
        scores.append(score[kind, y, x])
        labels.append(kind)
    boxes, scores, labels = map(np.concatenate, (boxes, scores, labels))
    config = recipe["postprocess"]
    kept = cv2.dnn.NMSBoxesBatched(boxes, scores, labels, 0, config["nmsIou"])
    kept = np.array(kept, int).reshape(-1)[: config["maxDetections"]]
    return boxes[kept], scores[kept], labels[kept]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=pathlib.Path, help="folder with recipe.yaml")
    parser.add_argument("--network", required=True, help=".xml file of openvino_paa.py")
    parser.add_argument("--bootstrap-servers", default="localhost:9092")
    parser.add_argument("--registry", default="http://localhost:8081/apis/ccompat/v7")
    parser.add_argument("--group", default="plain-loop", help="consumer group")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--score", type=float, default=0.3, help="of a detection, at least")
    parser.add_argument("--idle", type=float, default=5, help="ends after seconds without a frame")
    options = parser.parse_args()

    recipe = yaml.safe_load((options.model / "recipe.yaml").read_text())
    mean, std = (np.array(recipe["input"][key], np.float32) for key in ("mean", "std"))
    network = ov.Core().compile_model(options.network, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
    height, width = (d.get_length() for d in list(network.input(0).get_partial_shape())[2:])
    servers = {"bootstrap.servers": options.bootstrap_servers}
    consumer = Consumer(servers | {"group.id": options.group, "auto.offset.reset": "earliest"})
    consumer.subscribe(["frames.v1"])
    admin = AdminClient(servers)
    if "plain-detections" not in admin.list_topics(timeout=10).topics:
        admin.create_topics([NewTopic("plain-detections", 4, 1)])["plain-detections"].result()
    producer = Producer(servers)
    schemas = {}

    def frame(value):
        schema = struct.unpack(">I", value[1:5])[0]
        if schema not in schemas:
            answer = requests.get(f"{options.registry}/schemas/ids/{schema}", timeout=10).json()
            schemas[schema] = fastavro.parse_schema(yaml.safe_load(answer["schema"]))
        return fastavro.schemaless_reader(io.BytesIO(value[5:]), schemas[schema])

    done, found, first, last = 0, 0, None, time.monotonic()
    while time.monotonic() - last < (options.idle if first else PATIENCE):
        messages = [m for m in consumer.consume(options.batch, 0.1) if not m.error()]
        if not messages:
            continue
        frames = [frame(m.value()) for m in messages]
        pictures = [
            cv2.imdecode(np.frombuffer(f["payload"], np.uint8), cv2.IMREAD_COLOR) for f in frames
        ]
        batch = np.stack(
            [
                ((cv2.cvtColor(p, cv2.COLOR_BGR2RGB) - mean) / std).transpose(2, 0, 1)
                for p in (cv2.resize(p, (width, height)) for p in pictures)
            ]
        )
        outputs = list(network(batch).values())
        for i, f in enumerate(frames):
            boxes, scores, labels = detections(outputs, i, recipe, options.score)
            out = io.BytesIO()
            fastavro.schemaless_writer(
                out,
                RESULT,
                {
                    "cameraId": f["cameraId"],
                    "sequence": f["sequence"],
                    "boxes": boxes.reshape(-1).tolist(),
                    "scores": scores.tolist(),
                    "labels": labels.tolist(),
                },
            )
            producer.produce("plain-detections", out.getvalue(), f["cameraId"])
            found += len(scores)
        producer.poll(0)
        last = time.monotonic()
        if first is None:
            first = last  # the first batch connects, compiles and warms up
        else:
            done += len(frames)
    producer.flush()
    consumer.close()
    if not done:
        raise SystemExit("there were too few frames on frames.v1")
    print(f"{done} frames, {found} detections, {done / (last - first):.1f} frames/s")


if __name__ == "__main__":
    main()
