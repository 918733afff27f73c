package dev.lockstep.siterunner.platform;

/** What the platform said to a report. */
public sealed interface Answer {
    /** It has heard. */
    record Accepted() implements Answer {}

    /** It will never take this report: the grant is gone or the report is wrong. */
    record Refused(int status, String detail) implements Answer {}
}
