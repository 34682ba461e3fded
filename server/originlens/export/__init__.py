"""A Hugging Face sequence classifier -> a bundle of the method `classifier`: `originlens plugin export`.

    source.py  the folder, what its config and card say      convert.py   PyTorch -> ONNX, tokenizer
    labels.py  which class stands for an LLM's text          quantise.py  ONNX -> int8 and float16
    checks.py  what the conversion changed, measured         bundle.py    bundle.toml, card, golden readings
    texts.py   passages of our own to measure on

torch, transformers, optimum and onnx are imported in this package alone, and only while it converts: they
are the `export` extra. The daemon never imports it.
"""
