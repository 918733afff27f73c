package dev.lockstep.service.http;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;

/** The id that everything which one request sets in motion carries: in events, messages and logs. */
@RequestScoped
public class Correlation {

    /** The header that brings it, and takes it back. */
    public static final String HEADER = "X-Correlation-Id";

    /** Its key in the logs. */
    public static final String LOG_KEY = "correlation";

    private UUID id = UUID.randomUUID();

    /** The current request's. */
    public UUID id() {
        return id;
    }

    void adopt(UUID fromClient) {
        id = fromClient;
    }
}
