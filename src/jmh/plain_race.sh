#!/usr/bin/env bash
# Our pipeline in int8 against a plain Python loop around OpenVINO's int8 of the same network, in turns,
# on the same frames, through the same broker.
#
#   mvn -q package -DskipTests
#   pip install confluent-kafka fastavro opencv-python-headless openvino nncf pyyaml requests safetensors
#   src/jmh/plain_race.sh models/thermal-sky 320x256 images
#
# IMAGES is a folder of JPEG files: they are the frames, and NNCF calibrates on them. PYTHON names the
# interpreter, FRAMES the least number of frames per turn, TURNS how often each runs.
set -euo pipefail
cd "$(dirname "$0")/../.."
model=${1:?a model folder with weights and ranges.yaml}
size=${2:?WxH of the input}
images=${3:?a folder of JPEG files}
network=target/race/$(basename "$model").xml
python=${PYTHON:-python3}
frames=${FRAMES:-2000}
port=${PORT:-19092}
registry_port=${REGISTRY_PORT:-18081}
servers=localhost:$port
registry=http://localhost:$registry_port/apis/ccompat/v7
paa=(java -jar target/paa-streams.jar)

mkdir -p target/race
[ -f "$network" ] ||
  "$python" src/jmh/python/openvino_paa.py "$model" --size "$size" --images "$images" --out "$network"

jobs=()
end() { for job in "${jobs[@]}"; do kill "$job" 2>/dev/null || true; done; wait; }
trap end EXIT
"${paa[@]}" dev --port "$port" --registry-port "$registry_port" >target/race/dev.log 2>&1 &
jobs+=($!)
until grep -q Ready target/race/dev.log; do sleep 0.5; kill -0 "${jobs[0]}"; done

count=$(find "$images" -name "*.jpg" | wc -l)
rounds=$(((frames + 4 * count - 1) / (4 * count)))
all=$((rounds * 4 * count))
for round in $(seq "$rounds"); do
  for camera in one two three four; do
    "${paa[@]}" ingest "$images" --camera "$camera" --fps 1000 \
      --bootstrap-servers "$servers" --registry "$registry" >>target/race/ingest.log 2>&1
  done
done

for turn in $(seq "${TURNS:-2}"); do
  echo -n "turn $turn, plain loop:  "
  "$python" src/jmh/python/plain_loop.py "$model" --network "$network" --group "plain-$turn" \
    --bootstrap-servers "$servers" --registry "$registry"
  echo -n "turn $turn, PAA Streams: "
  "${paa[@]}" run --bootstrap-servers "$servers" --registry "$registry" \
    --set model.path="$model" --set model.precision=int8 --set pipeline.applicationId="race-$turn" \
    >"target/race/run-$turn.log" 2>&1 &
  jobs+=($!)
  "$python" src/jmh/python/count_records.py detections.v1 --bootstrap-servers "$servers" \
    --least "$all" --skip "$(((turn - 1) * all))" || { tail "target/race/run-$turn.log" >&2; exit 1; }
  kill "${jobs[-1]}"
  wait "${jobs[-1]}" || true
done
