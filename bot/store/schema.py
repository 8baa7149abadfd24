"""What the tables of the store share: one register of them, and the type of numbers that are counted up."""

from sqlalchemy import BigInteger, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts rows only in INTEGER PRIMARY KEY; PostgreSQL's logs outgrow 32 bits.
Id = BigInteger().with_variant(Integer, "sqlite")
