"""The model coder: a language model behind an OpenAI-compatible endpoint, held to the same evidence as every coder.

The way of an article:

    prompt      the codebook -> instructions, and the form of the answer
    bulk        many articles at a time: what was asked before, what is affordable, in the order given
    apart       the line to the server, in a process of its own (line_process) that outlives a kill
    line        one question: who else is asking it (claims), the answer kept
    ask         the request to the server, with patience
    cache       every answer on disk before anything is done with it
    answer      the answer -> codes of the lists, quotes that are in the text; what is wrong with it
    repair      one more question, with what was wrong
    normalise   words -> days, places, actors and counts, by the rules of the dictionary coder

`coder` puts them together.
"""
