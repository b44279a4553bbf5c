package io.leasehold.examples.plain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Orders in the database. Knows of no credential. */
final class Orders {

    private final DataSource database;

    Orders(DataSource database) {
        this.database = database;
    }

    long order(String item, int quantity) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO orders (item, quantity) VALUES (?, ?) RETURNING id")) {
            insert.setString(1, item);
            insert.setInt(2, quantity);
            try (ResultSet made = insert.executeQuery()) {
                made.next();
                return made.getLong(1);
            }
        }
    }

    List<String> last() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT id, item, quantity FROM orders ORDER BY id DESC LIMIT 20");
                ResultSet rows = select.executeQuery()) {
            List<String> orders = new ArrayList<>();
            while (rows.next()) {
                orders.add(rows.getLong(1) + " " + rows.getInt(3) + " x " + rows.getString(2));
            }
            return orders;
        }
    }
}
