package dev.lockstep.audit.siem;

import java.io.IOException;
import java.util.List;

/** A way to hand events to a receiver. */
sealed interface Delivery permits SyslogDelivery, HttpDelivery {

    /** How long handing over one batch may take, in milliseconds. */
    int PATIENCE_MILLIS = 20_000;

    /**
     * Hands events over, in order, and returns when the receiver has shown that it has them.
     *
     * @throws IOException when that is not known; some or all of them may have arrived
     * @throws InterruptedException when the service stops
     */
    void deliver(List<Message> messages) throws IOException, InterruptedException;

    /** An event on one line, and of which entry. */
    record Message(SiemEvent event, String line) {}
}
