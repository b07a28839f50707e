"""Disclosure on request 依申请公开: what the law counts, charges, answers and reports. Pure so far: no records yet."""
