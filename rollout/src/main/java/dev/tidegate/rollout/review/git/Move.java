package dev.tidegate.rollout.review.git;

import org.eclipse.jgit.lib.ObjectId;

/**
 * A ref that goes from one object to another, if it still is at the first.
 *
 * @param from all zeros when the ref does not exist
 */
record Move(String ref, ObjectId from, ObjectId to) {}
