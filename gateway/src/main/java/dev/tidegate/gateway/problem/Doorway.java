package dev.tidegate.gateway.problem;

import java.util.List;

/** Doors that belong together. Which of them come first does not matter: see {@link Door#open}. */
public interface Doorway {
    List<Door> doors();
}
