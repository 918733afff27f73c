package dev.lockstep.audit.ledger;

import java.sql.SQLException;

/** The database did not do what it was asked. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** While doing what. */
    public DatabaseException(String doing, SQLException cause) {
        super(doing + ": " + cause.getMessage(), cause);
    }
}
