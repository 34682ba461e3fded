"""Sequence classifiers of a few thousand weights, taught for a second and saved as Hugging Face saves them; nothing is fetched."""

from pathlib import Path

from originlens.export.texts import SENTENCES, passages

LABELS = {0: "Human", 1: "ChatGPT"}
CARD = "---\nlicense: cc0-1.0\nlanguage:\n- en\n---\n# A classifier of twenty sentences\n"
KINDS = ("bert", "roberta", "distilbert")


def save(kind: str, folder: Path) -> Path:
    """One model of a kind, with a tokenizer trained on passages of ours."""
    import torch
    import transformers as hf

    torch.manual_seed(3)
    folder.mkdir(parents=True)
    size = {"num_hidden_layers": 2, "num_attention_heads": 2, "hidden_size": 32, "intermediate_size": 64}
    more = {"id2label": LABELS, "initializer_range": 0.1}
    tokenizer = _byte_pairs(folder) if kind == "roberta" else _word_pieces(kind, folder)
    words = len(tokenizer)
    if kind == "bert":
        config = hf.BertConfig(vocab_size=words, max_position_embeddings=160, **size, **more)
        model = hf.BertForSequenceClassification(config)
    elif kind == "roberta":
        ids = {"bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2}
        config = hf.RobertaConfig(vocab_size=words, max_position_embeddings=162, **ids, **size, **more)
        model = hf.RobertaForSequenceClassification(config)
    else:
        config = hf.DistilBertConfig(
            vocab_size=words, max_position_embeddings=160, dim=32, hidden_dim=64, n_layers=2, n_heads=2, **more
        )
        model = hf.DistilBertForSequenceClassification(config)
    _teach(model, tokenizer)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "README.md").write_text(CARD)
    return folder


def _teach(model, tokenizer):
    """A few steps on our sentences, half for each class: random weights alone would not tell one text from another."""
    import torch

    batch = tokenizer(list(SENTENCES), padding=True, return_tensors="pt")
    wanted = torch.arange(len(SENTENCES)) % 2
    steps = torch.optim.Adam(model.parameters(), lr=0.005)
    model.train()
    for _ in range(60):
        steps.zero_grad()
        model(**batch, labels=wanted).loss.backward()
        steps.step()
    model.eval()


def _word_pieces(kind, folder):
    import transformers as hf
    from tokenizers import BertWordPieceTokenizer

    trained = BertWordPieceTokenizer()
    trained.train_from_iterator(passages(), vocab_size=600)
    (file,) = trained.save_model(str(folder))
    made = {"bert": hf.BertTokenizerFast, "distilbert": hf.DistilBertTokenizerFast}[kind]
    return made(file, model_max_length=160)


def _byte_pairs(folder):
    import transformers as hf
    from tokenizers import ByteLevelBPETokenizer

    trained = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained.train_from_iterator(passages(), vocab_size=600, special_tokens=special)
    vocabulary, merges = trained.save_model(str(folder))
    return hf.RobertaTokenizerFast(vocabulary, merges, model_max_length=160)
