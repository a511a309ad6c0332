#!/usr/bin/env bash
# Our int8 against OpenVINO's int8 of the same network, in turns in one run.
#
#   mvn -q package -DskipTests
#   pip install openvino nncf opencv-python-headless safetensors pyyaml
#   src/jmh/race.sh models/thermal-sky 320x256 images
#
# IMAGES is a folder of JPEG or PNG files: NNCF calibrates on them. PYTHON names the interpreter,
# BATCH the batch sizes, TURNS how often each runs.
set -euo pipefail
cd "$(dirname "$0")/../.."
model=${1:?a model folder with weights and ranges.yaml}
size=${2:?WxH of the input}
images=${3:?a folder of images}
network=target/race/$(basename "$model").xml
python=${PYTHON:-python3}
batch=${BATCH:-1,8}

mkdir -p target/race
[ -f "$network" ] ||
  "$python" src/jmh/python/openvino_paa.py "$model" --size "$size" --images "$images" --out "$network"
for turn in $(seq "${TURNS:-3}"); do
  echo "turn $turn, OpenVINO"
  "$python" src/jmh/python/openvino_paa.py "$model" --size "$size" --out "$network" --load --batch "$batch"
  echo "turn $turn, PAA Streams"
  java -jar target/paa-streams.jar bench --model "$model" --scale "$size" --frame-size "$size" \
    --parts forward --precision int8 --batch "$batch" --duration 5s
done
