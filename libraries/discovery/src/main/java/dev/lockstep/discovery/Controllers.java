package dev.lockstep.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The domain controllers that are read; the first tells about the forest. */
final class Controllers implements AutoCloseable {

    private final List<Controller> all = new ArrayList<>();

    Controllers(Controller first) {
        all.add(first);
    }

    void add(Controller controller) {
        all.add(controller);
    }

    Controller first() {
        return all.getFirst();
    }

    List<Controller> all() {
        return List.copyOf(all);
    }

    /** One that holds a domain, by the domain's distinguished name. */
    Optional<Controller> of(String domain) {
        return all.stream()
                .filter(each -> Names.same(each.root().domain(), domain))
                .findFirst();
    }

    boolean has(String host) {
        return all.stream().anyMatch(each -> each.root().host().equalsIgnoreCase(host));
    }

    @Override
    public void close() {
        all.forEach(Controller::close);
    }
}
