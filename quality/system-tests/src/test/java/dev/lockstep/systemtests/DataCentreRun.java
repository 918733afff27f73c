package dev.lockstep.systemtests;

import static dev.lockstep.systemtests.DataCentreTest.JOURNEYS;

import dev.lockstep.localstack.platform.Platform.Records;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One data centre on one platform, run once for all test classes that look at it: every journey begins, people meet what goes wrong on the
 * way, and each test waits for what it is about. It ends with the last test class.
 */
final class DataCentreRun implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(6);

    private final Scene scene;
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Mishap, Future<Void>> mishaps = new LinkedHashMap<>();
    private final Future<Void> journeys;

    private DataCentreRun() throws Exception {
        Path state = Scene.sharedState();
        scene = new Scene(state, DataCentre.documents(new Scene(state).checkout()));
        scene.start(Records.FORGOTTEN);
        DataCentre dataCentre = new DataCentre(scene, LIMIT);
        dataCentre.imported();
        LabFaults faults = new LabFaults(scene);
        for (Mishap each : Mishap.values()) {
            each.arm(faults);
        }
        for (Mishap each : Mishap.values()) {
            mishaps.put(each, people.submit(() -> {
                each.isMet(new Watcher(scene, faults));
                return null;
            }));
        }
        journeys = people.submit(() -> {
            dataCentre.travel(JOURNEYS);
            return null;
        });
    }

    Scene scene() {
        return scene;
    }

    /** Waits until people have met a mishap and said how it goes on. */
    void met(Mishap mishap) throws Exception {
        Objects.requireNonNull(mishaps.get(mishap)).get();
    }

    /** Waits until every cluster has arrived where it should, in spite of everything. */
    void arrived() throws Exception {
        journeys.get();
    }

    @Override
    public void close() {
        people.shutdownNow();
        people.close();
        scene.close();
    }

    /** Gives tests the one run. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == DataCentreRun.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(DataCentreRun.class))
                    .computeIfAbsent(DataCentreRun.class, _ -> begun(), DataCentreRun.class);
        }

        private static DataCentreRun begun() {
            try {
                return new DataCentreRun();
            } catch (Exception e) {
                throw new IllegalStateException("the data centre's run cannot begin", e);
            }
        }
    }
}
