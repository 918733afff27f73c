package dev.lockstep.service.http;

import dev.lockstep.contracts.Problem;
import dev.lockstep.eventsourcing.Refusal;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** The problem of a refused command: a conflict with what is recorded, unless another status says it better. */
    public static ProblemException refused(Refusal refusal) {
        return refused(refusal, 409);
    }

    /** The problem of a refused command under a status. */
    public static ProblemException refused(Refusal refusal, int status) {
        Problem problem = Problem.of(
                        refusal.type(), "Refused", status, refusal.detail() + " " + sentence(refusal.remedy()))
                .with("remedy", refusal.remedy());
        for (var entry : refusal.context().entrySet()) {
            problem = problem.with(entry.getKey(), entry.getValue());
        }
        return new ProblemException(problem);
    }

    private static String sentence(String text) {
        return text.isEmpty() || Character.isUpperCase(text.charAt(0))
                ? text
                : Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    /** There is nothing of this name. */
    public static ProblemException notFound(String what) {
        return new ProblemException(Problem.of("not-found", "Not found", 404, "There is no %s.".formatted(what)));
    }

    /** The problem. */
    public Problem problem() {
        return problem;
    }
}
