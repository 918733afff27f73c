package dev.lockstep.requirements.expression;

/** An expression cannot be compiled: it is no CEL, reads a fact that is not declared, or compares one with a value it cannot have. */
public final class InvalidExpressionException extends Exception {

    private final int line;
    private final int column;

    InvalidExpressionException(String message, int line, int column) {
        super("line %d, column %d: %s".formatted(line, column, message));
        this.line = line;
        this.column = column;
    }

    /** 1-based line within the expression. */
    public int line() {
        return line;
    }

    /** 1-based column within the line. */
    public int column() {
        return column;
    }
}
