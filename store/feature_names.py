"""The names of the features that `store.features` takes of passages, in the order of matrices."""

from __future__ import annotations

from store.answer_types import TYPES

# What cannot be told without an embedding model.
VECTOR_FEATURES = (
    "similarity",
    "similarity_behind",
    "vector_rank",
    "related",
    "related_close",
    "sentence_related",
    "sentence_close",
    "least_related",
    "unrelated_share",
    "best_similarity",
    "best_similarity_behind",
)
FEATURES = (
    "keyword_score",
    "keyword_share",
    "keyword_rank",
    "owner_share",
    "coverage",
    "title_coverage",
    "joint_coverage",
    "unit_coverage",
    "local_coverage",
    "sentence_coverage",
    "sentence_title_coverage",
    "two_sentence_coverage",
    "sentence_local_coverage",
    "largest_missing",
    "missing_share",
    "rarest_held",
    "frequency",
    "names_held",
    "digits_held",
    "window_8",
    "window_16",
    "window_32",
    "window_local",
    "nearness",
    "adjacency",
    "pairs",
    "triples",
    "length",
    "best_place",
    "best_length",
    "best_words",
    "query_length",
    "chinese",
    *(f"holds_{name}" for name in TYPES),
    *VECTOR_FEATURES,
)
