package dev.lockstep.service.work;

import java.time.Duration;

/**
 * Something that a service does by itself while it runs. A bean that implements it is enough: it is started with the service, in a thread
 * of its own, and ended with it. Every replica does it.
 */
public interface BackgroundTask {

    /** In the log, and the name of its thread. */
    String name();

    /** The pause when there was nothing to do. */
    Duration idle();

    /** Ends that pause when it rings; the same one every time. */
    default Alarm alarm() {
        return new Alarm();
    }

    /**
     * Does what there is to do now, or a part of it.
     *
     * @return how much that was; when it was something, it is asked again at once
     */
    int work();
}
