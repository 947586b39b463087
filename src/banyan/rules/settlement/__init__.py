"""The eight steps of a settlement, over whole columns.

Each measure has one frame of lines, from candidates to the amount granted. The steps add to it:

========================  ===================================================================
``row``                   the candidate's row in its table
``organization_row``      the beneficiary
``line_subject``          the id that names the line within its measure and organization
``failed``                failed conditions, bits in the order of ``Pack.reason_codes``
``unknown``               whether a condition failed only because a fact is not known
``route``                 the number of the first route met, from 1; 0 for none
``gross``                 fen of step 2 (all money here is Int128)
``place``                 the rank in a quota or among places, from 1; null without one
``status``                a number of ``Status``
``winner``                the measure by which the line is superseded, by its number; null
``counted``               fen of principal that count, where a measure limits them
``capped``                fen after the cap of step 7, where a measure has one
``claimed``               fen before the fund's shares, where a fund is short
``amount``                fen granted
``changes``               what changed the amount, bits in the order of ``amount_reasons``
========================  ===================================================================
"""

from banyan.rules.settlement.boarding import boards
from banyan.rules.settlement.settle import Settlement, settle, settle_one
from banyan.rules.settlement.status import Status

__all__ = ["Settlement", "Status", "boards", "settle", "settle_one"]
