package dev.lockstep.service.work;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Starts all {@link BackgroundTask}s with the service, and ends them with it. */
@ApplicationScoped
class BackgroundWork {

    @Inject
    @Any
    Instance<BackgroundTask> tasks;

    private final List<RepeatedWork> running = new ArrayList<>();

    void start(@Observes StartupEvent started) {
        tasks.forEach(task -> running.add(RepeatedWork.start(task.name(), task::work, task.idle(), task.alarm())));
    }

    void stop(@Observes ShutdownEvent stopping) {
        running.forEach(RepeatedWork::close);
    }
}
