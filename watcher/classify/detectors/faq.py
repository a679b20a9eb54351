"""Questions with their answers."""

from collections.abc import Iterator

from watcher.classify.passages import bare, same_words
from watcher.classify.sides import documents
from watcher.classify.wording import joined, quote, sentence, step, swaps
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Op
from watcher.text import slug


@detector("faq", phase="content")
def faq(change: Change) -> Iterator[Finding]:
    """Pairs come and go; a question stands and its answer does not; a question is put in other words."""
    yield from _pairs(change, Op.REMOVED, "faq.pair-removed", "question and answer removed")
    yield from _pairs(change, Op.ADDED, "faq.pair-added", "question and answer added")
    asked = {edit.block.key for edit in change.edits if edit.about("question") and edit.op in (Op.ADDED, Op.REMOVED)}
    for edit in change.edits:
        if edit.about("question") and edit.op is Op.ALTERED and _reads_otherwise(edit):
            yield _question(edit)
        elif edit.about("answer") and _is_altered_answer(edit, asked):
            yield _answer(edit, change)


def _pairs(change: Change, op: Op, kind: str, said: str) -> Iterator[Finding]:
    for question in change.edits:
        if question.op is op and question.about("question"):
            key = question.block.key
            along = [edit for edit in change.edits if edit.op is op and _belongs(edit, key)]
            text = joined(*(edit.block.text for edit in along if not edit.about("toc")))
            yield Finding(
                kind,
                sentence(f"{said}: {quote(question.block.text, 120)}"),
                tuple(along),
                question.block.path,
                question.block.text,
                text if op is Op.REMOVED else None,
                text if op is Op.ADDED else None,
            )


def _belongs(edit: Edit, key: str) -> bool:
    """The question, its answer, and its line in the page's own list of questions."""
    if edit.about("toc"):
        return slug(bare(edit.block.text)) == key
    return edit.about("question", "answer") and edit.block.key == key


def _question(edit: Edit) -> Finding:
    assert edit.before is not None, "an altered block was there"
    assert edit.after is not None, "an altered block is there"
    return Finding(
        "faq.question-altered",
        sentence(f"question altered: {step(edit.before.text, edit.after.text, 65)}"),
        (edit,),
        edit.after.path,
        edit.after.text,
        edit.before.text,
        edit.after.text,
    )


def _answer(edit: Edit, change: Change) -> Finding:
    question = _question_of(edit, change)
    return Finding(
        "faq.answer-altered",
        sentence(f"answer altered: {swaps(edit) or 'it came or went as a whole'}, in {quote(question, 70)}"),
        (edit,),
        edit.block.path,
        question,
        edit.before.text if edit.before else None,
        edit.after.text if edit.after else None,
    )


def _is_altered_answer(edit: Edit, asked: set[str]) -> bool:
    if edit.op is Op.ALTERED:
        return _reads_otherwise(edit)
    return edit.op in (Op.ADDED, Op.REMOVED) and edit.block.key not in asked


def _reads_otherwise(edit: Edit) -> bool:
    """Other words, not another number: "Q12" that became "Q11" asks the same."""
    return (
        edit.before is not None
        and edit.after is not None
        and not same_words(bare(edit.before.text), bare(edit.after.text))
    )


def _question_of(edit: Edit, change: Change) -> str:
    key = edit.block.key
    for document in reversed(documents(change)):
        for block in document.blocks:
            if block.kind == "question" and block.key == key:
                return block.text
    return key
