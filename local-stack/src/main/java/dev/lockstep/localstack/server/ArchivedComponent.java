package dev.lockstep.localstack.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A Java program whose loaded classes are archived when it ends for the first time, so that the next start is faster. */
interface ArchivedComponent extends Component {

    /** Where its classes are archived; empty when they are not. */
    Optional<ClassArchive> archive();

    @Override
    default Duration stopLimit() {
        return Duration.ofSeconds(archive().isPresent() ? 90 : 30);
    }

    @Override
    default Optional<String> delaysStop() {
        return archive().flatMap(ClassArchive::delaysStop);
    }

    @Override
    default void stopped() throws IOException {
        if (archive().isPresent()) {
            archive().get().keep();
        }
    }
}
