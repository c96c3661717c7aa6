package dev.tidegate.embedded;

/**
 * Where a database is and how to log in: all that a JDBC or R2DBC client needs, for an embedded or any other server.
 *
 * @param host name or address
 * @param port TCP port
 * @param database the database's name
 * @param user the role to log in as
 * @param password its password; never part of {@link #toString()}
 */
public record PostgresConnection(String host, int port, String database, String user, String password) {

    /** The JDBC address, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + address();
    }

    /** The R2DBC address, without user and password. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + address();
    }

    /** The same server and login, another database. */
    public PostgresConnection withDatabase(String other) {
        return new PostgresConnection(host, port, other, user, password);
    }

    private String address() {
        return host + ":" + port + "/" + database;
    }

    @Override
    public String toString() {
        return "PostgresConnection[" + user + "@" + address() + "]";
    }
}
