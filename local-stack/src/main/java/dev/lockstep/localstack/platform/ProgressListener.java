package dev.lockstep.localstack.platform;

/** Is told what happens; called from several threads, one call at a time. */
@FunctionalInterface
public interface ProgressListener {
    void on(Progress progress);
}
