package dev.lockstep.cli.validation;

/** How a validation report is printed. */
enum ReportFormat {
    TABLE,
    JSON,
    /** JUnit's XML, which build servers read. */
    JUNIT,
    /** A page of its own, which prints well. */
    HTML
}
