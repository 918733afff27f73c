package dev.lockstep.lab.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFReader;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.DomainController;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps a directory server's entries those that its controller shows: looked at before every search. */
final class Mirror extends InMemoryOperationInterceptor {
    private final Supplier<DataCentre> world;
    private final String controller;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable InMemoryDirectoryServer server;
    private List<DirectoryEntry> shown = List.of();

    Mirror(Supplier<DataCentre> world, String controller) {
        this.world = world;
        this.controller = controller;
    }

    /** Gives a server its entries, now and from now on. */
    void fill(InMemoryDirectoryServer filled) throws LDAPException {
        server = filled;
        refresh();
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
        refresh();
    }

    private void refresh() throws LDAPException {
        lock.lock();
        try {
            DataCentre now = world.get();
            DomainController host = now.directory().controller(controller).orElseThrow();
            List<DirectoryEntry> entries = DirectoryTree.of(now, host);
            InMemoryDirectoryServer target = server;
            if (target != null && !entries.equals(shown)) {
                // All at once: a search sees the controller before or after, nothing in between.
                target.importFromLDIF(true, new LDIFReader(new ByteArrayInputStream(ldif(entries))));
                shown = entries;
            }
        } finally {
            lock.unlock();
        }
    }

    private static byte[] ldif(List<DirectoryEntry> entries) throws LDAPException {
        StringBuilder text = new StringBuilder();
        for (DirectoryEntry each : entries) {
            text.append(each.asServed().toLDIFString()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
