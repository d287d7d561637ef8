"""placeholder"""


class TwoStores: ...
