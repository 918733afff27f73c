package dev.lockstep.inventory.overview;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** One cluster in a list; written by {@link OverviewProjection} only. */
@Entity
@Immutable
@Table(name = "cluster_view")
@SuppressWarnings("NullAway.Init") // filled by the persistence layer
public class ClusterSummary extends PanacheEntityBase {

    /** The cluster's id. */
    @Id
    public String id;

    /** The organization that it belongs to. */
    public String organization;

    /** Its display name. */
    public String name;

    /** The site whose runner reaches it. */
    public String site;

    /** Version of its record. */
    public long version;

    public int nodes;

    public int disks;

    @Column(name = "virtual_servers")
    public int virtualServers;

    /** When its record last changed. */
    @Column(name = "changed_at")
    public Instant changedAt;
}
