"""A second settlement, slow and obvious, to check the engine against.

Plain integers (fen, millionths) and plain loops; nothing is shared with the engine, not even a
figure. Facts are taken as already checked.
"""
