def smallest_conflict(case):
    return ([], True)
