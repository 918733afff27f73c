/** Events as Kafka records: CloudEvents 1.0 in binary mode. */
@NullMarked
package dev.lockstep.eventsourcing.kafka;

import org.jspecify.annotations.NullMarked;
