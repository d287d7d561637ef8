"""Grade notebooks of strangers and lose none of them.

The way through the folder: `source` (an assignment as its author writes it), `submissions` (which
files there are, and whose) and `notebook` (the cells of one), `sandbox` (where a student's code
runs), `inside` (what answers in there) and `conversation` (what is said to it), `student` (all
cells run, answers asked for), `judging` (an answer against the tests, which stay outside, with the
words of `rubric`), `outcome` (what came of one submission), `grade` (all of that for one), `batch`
(for many), `feedback` and `report` (what is written).
"""
