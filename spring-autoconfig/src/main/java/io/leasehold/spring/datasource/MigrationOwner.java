package io.leasehold.spring.datasource;

/**
 * Owns the data source of a migration: it is no bean of the context's life itself, so that nobody who looks for all data sources
 * connects to it.
 *
 * @param dataSource the data source, closed with this
 */
record MigrationOwner(MigrationDataSource dataSource) implements AutoCloseable {

    @Override
    public void close() {
        dataSource.close();
    }
}
