package dev.lockstep.audit.ledger;

/**
 * The stored log is not the one that was signed. Nothing is appended or signed until a person has found out why: appending would put a signature
 * under the damage.
 */
public final class LedgerDamagedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LedgerDamagedException(String detail) {
        super(detail);
    }
}
