from tests.server.cli.watermark.stand_in import reader

__all__ = ["reader"]
