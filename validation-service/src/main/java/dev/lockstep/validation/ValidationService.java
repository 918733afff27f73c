package dev.lockstep.validation;

import dev.lockstep.requirements.catalogue.Catalogue;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The service as a process. Its catalogue is read beside everything else that starts, which would otherwise wait for it. */
@QuarkusMain
public final class ValidationService {

    private ValidationService() {}

    /** Runs until the process is told to end. */
    public static void main(String... arguments) {
        Thread.ofPlatform().daemon().name("catalogue").start(Catalogue::standard);
        Quarkus.run(arguments);
    }
}
