/**
 * Tests that may be looked at as often as one likes: bets against the claim that nothing got worse.
 *
 * <p>All of them are e-processes. Under the claim, the expected capital of the gambler is never above what was staked, so
 * that the chance that it ever reaches 1/α is at most α (Ville), however often it is looked at. Ramdas, Grünwald, Vovk,
 * Shafer: "Game-theoretic statistics and safe anytime-valid inference", Statistical Science 2023; Howard, Ramdas,
 * McAuliffe, Sekhon: "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 2021; Shin,
 * Ramdas, Rinaldo: "E-detectors", New England Journal of Statistics in Data Science 2023.
 */
@NullMarked
package dev.tidegate.health.judge.stat;

import org.jspecify.annotations.NullMarked;
