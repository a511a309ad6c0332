#!/usr/bin/env bash
# All that is to be known of a GPU, in one run of about ten minutes; prints each command before its output.
#
#   mvn -q package -DskipTests
#   python3 -m venv torch && torch/bin/pip install torch==2.7.1 safetensors pyyaml
#   src/jmh/gpu.sh torch | tee gpu.txt
#
# The second argument, a device such as gpu:1, is gpu:0 if left out.
set -uo pipefail
cd "$(dirname "$0")/../.."
torch=${1:?the folder of a Python environment with torch 2.7.1 for CUDA}
device=${2:-gpu:0}

show() {
  echo
  echo "\$ $*"
  timeout "${LIMIT:-150}" "$@" 2>&1
}
r50=(--recipe paa_r50_fpn_1x --scale 1333x800 --frame-size 1333x800 --torch "$torch" --device "$device" --duration 5s)

show nvidia-smi
show java -jar target/paa-streams.jar detect --torch "$torch" --device "$device" --precision float16 \
  --model models/thermal-sky --format table models/thermal-sky/examples.jpg

echo "# Bare forward: float32 with TF32 in convolutions, as PyTorch has it, and without; half precision."
show java -jar target/paa-streams.jar bench "${r50[@]}" --parts forward --precision float32,float16,bfloat16 --batch 1,2,4,8,16,32
NVIDIA_TF32_OVERRIDE=0 show java -jar target/paa-streams.jar bench "${r50[@]}" --parts forward --precision float32 --batch 1,8,32

echo "# The same network as frozen TorchScript, in turns with ours."
mkdir -p target/gpu
show "$torch/bin/python" src/jmh/python/freeze_paa.py models/paa_r50_fpn_1x --size 1344x800 --out target/gpu/r50.pt
show java -jar target/paa-streams.jar bench "${r50[@]}" --parts forward --precision float32 --batch 1,8 --torchscript target/gpu/r50.pt

echo "# End to end: detector alone, pipeline with a backlog, latency. Decoding at full size takes about 8 ms per image and core."
LIMIT=240 show java -jar target/paa-streams.jar bench "${r50[@]}" --parts forward,detector,pipeline,latency --precision float16 --batch 8,16,32
show java -jar target/paa-streams.jar bench --model models/thermal-sky --torch "$torch" --device "$device" --duration 5s \
  --parts forward,detector,pipeline --precision float16 --batch 8,32

echo "# Two models side by side: each process has half of the GPU's time."
show bash -c 'for i in 1 2; do java -jar target/paa-streams.jar bench "$@" & done; wait' - "${r50[@]}" --parts forward --precision float16 --batch 8

echo "# More than fits: batches are halved, and the balance holds."
show java -jar target/paa-streams.jar bench "${r50[@]}" --parts pipeline --precision float32 --batch 2048
show nvidia-smi --query-gpu=memory.used,utilization.gpu,clocks.sm --format=csv
