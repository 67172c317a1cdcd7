from mizan.text.fold import fold as normalise, fold_many
from mizan.text.phrases import PhraseTable
class Index:
    def __init__(self, phrases):
        self.t = PhraseTable(phrases, disguised=False)
    def find(self, text):
        h = self.t.find_many(fold_many([text]))
        return list(zip(h.phrase.tolist(), h.start.tolist(), h.end.tolist()))
    def find_many(self, texts):
        h = self.t.find_many(fold_many(texts))
        return list(zip(h.row.tolist(), h.phrase.tolist(), h.start.tolist(), h.end.tolist()))
    def nbytes(self): return self.t.nbytes()
build = Index
