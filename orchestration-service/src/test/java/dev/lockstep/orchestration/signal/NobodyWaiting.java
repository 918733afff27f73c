package dev.lockstep.orchestration.signal;

import jakarta.enterprise.inject.Vetoed;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;

/** Nobody to be woken, without transactions. */
@Vetoed
public final class NobodyWaiting extends WaitingRollouts {

    public NobodyWaiting() {
        super(new WakeUpCall(), noTransactions());
    }

    private static TransactionSynchronizationRegistry noTransactions() {
        return (TransactionSynchronizationRegistry) Proxy.newProxyInstance(
                NobodyWaiting.class.getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class},
                (_, method, _) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
