package dev.lockstep.validation.view;

import java.sql.SQLException;

/** The database does not answer as it should. */
public final class ViewException extends RuntimeException {

    public ViewException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
