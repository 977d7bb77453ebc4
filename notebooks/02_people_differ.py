# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # People differ
#
# **For teaching and research, never for dosing a patient.**
#
# Fifty minutes, one question: *what becomes of a good dose when it is given to everybody?* The
# first lesson found the doses for one simulated patient. Here are three hundred. They swallow the
# same tablets, and the tablets do different things to them.
#
# Before each picture stands a box that begins with **Predict**. Write your answer down first, then
# run the cell.

# %% [markdown]
# The next cell holds three small helpers. You need not read it; run it and go on.

# %% jupyter={"source_hidden": true}
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import titrate as tt


def say(text):
    """Print a sentence in lines that fit the page."""
    print(fill(str(text), width=88))


def middle(values):
    """Return the median and the range of nine people in ten, in words."""
    low, median, high = np.percentile(values, [5, 50, 95])
    return f"median {median:.3g}, nine in ten from {low:.3g} to {high:.3g}"


def fold(values):
    """Return how many times the nineteenth of twenty people has what the second has."""
    low, high = np.percentile(values, [5, 95])
    return high / low


# %% [markdown]
# ## 1. Three hundred people (5 minutes)
#
# They are drawn, like cards. `seed` says which shuffle: with the same seed everybody gets the
# same three hundred. Body weight, age and kidney function are drawn from distributions that we
# write down. What is inside them, such as how fast their liver works or how much drug their cord
# needs, is drawn from spreads in the drug's file.

# %%
drug = tt.load_drug("baclofen")
people = tt.Population.sample(
    300,
    seed=7,
    drug=drug,
    weight_kg=(72, 14),
    creatinine_clearance_mL_min=tt.Uniform(50, 120),
    origin={"ms": 0.6, "spinal": 0.4},
)
about = people.to_frame()
print(about["origin"].value_counts().to_string())
print(f"weight in kg: {middle(about['weight_kg'])}")
print(f"creatinine clearance in mL/min: {middle(about['creatinine_clearance_mL_min'])}")

# %% [markdown]
# ## 2. One tablet, three hundred levels (6 minutes)
#
# Everybody takes 20 mg every eight hours for three days.
#
# > **Predict.** Take the second lowest and the second highest of twenty people. By what factor do
# > their highest plasma levels differ: 1.2, 2 or 5? And the relief of stiffness in their legs: by
# > more than that, or less?

# %%
tablets = tt.oral(dose_mg=20, every_h=8, days=3)
outputs = ["plasma", "cord_legs", "relief_legs", "drowsiness", "weakness"]
hours = np.arange(0, 72.25, 0.25)
given = tt.simulate(drug, people, tablets, hours, outputs=outputs)
picture = tt.plot(given, sites=["plasma"], endpoints=["relief_legs"])

# %%
third_day, late = given.measures("plasma", from_h=48, to_h=72), hours >= 48
relief = given.response["relief_legs"][:, late].mean(axis=1)
print(f"highest plasma level on the third day, ug/L: {middle(third_day.c_max)}")
print(f"mean relief on the third day: {middle(relief)}")
print(f"\nfactor between the ends: plasma {fold(third_day.c_max):.1f}, relief {fold(relief):.0f}")

# %% [markdown]
# Two things are stacked on each other. People differ in *how much drug arrives*: that is
# pharmacokinetics. And they differ in *how much they need*: that is pharmacodynamics. The second
# is the larger one, and no blood test shows it.

# %% [markdown]
# ## 3. Which of the two is it? (6 minutes)
#
# A good way to find out is to switch one off. Here are the same people twice: once as they are,
# once with everybody's need made equal. Two things shift what a cord needs: where the spasticity
# comes from, and the person. So all are given one origin, and nobody a need of their own.
#
# > **Predict.** With all needs equal, does the spread of relief shrink a little, by half, or
# > almost to nothing? Does the spread of plasma levels change?

# %%
alike = tt.Population.from_frame(about.assign(origin="ms", eta_relief_legs_ec50=0.0))
equal_needs = tt.simulate(drug, alike, tablets, hours, outputs=outputs)
both = tt.compare({"as they are": given, "equal needs": equal_needs})
picture = tt.plot(both, sites=["plasma"], endpoints=["relief_legs"])

# %%
for name, result in both.items():
    relief_here = result.response["relief_legs"][:, late].mean(axis=1)
    level = result.measures("plasma", from_h=48, to_h=72).c_max
    print(f"{name:>12}: factor in plasma {fold(level):.1f}, in relief {fold(relief_here):.1f}")

# %% [markdown]
# The plasma did not move at all, because these are *the same people*: each kept every number but
# the two that shift the need. That is what makes the comparison fair. Two different crowds would
# differ by chance as well.

# %% [markdown]
# ## 4. Can a blood test find the dose? (6 minutes)
#
# Somebody suggests measuring the plasma level and raising the dose where it is low.
#
# > **Predict.** Sketch a cloud of three hundred points: plasma level to the right, relief upwards.
# > Is it a line, a fat sausage, or a swarm? And if only the needs were equal?

# %% alt="Two clouds of 300 points, mean relief of tone in the legs over mean plasma level. As people are, a swarm that rises loosely; with equal needs, one narrow rising curve."
figure, axes = plt.subplots(1, 2, figsize=(9, 4), sharey=True, layout="constrained")
for ax, (name, result) in zip(axes, both.items(), strict=True):
    level = result.measures("plasma", from_h=48, to_h=72).c_avg
    share = result.response["relief_legs"][:, late].mean(axis=1)
    ax.scatter(level, 100 * share, s=12, alpha=0.6, edgecolor="none", color="#0b63a5")
    ax.set(title=name, xlabel="mean plasma level, ug/L", ylim=(0, 100))
    ax.spines[["top", "right"]].set_visible(False)
axes[0].set_ylabel("mean relief of tone in the legs, %")
plt.show()

# %%
for name, result in both.items():
    level = result.measures("plasma", from_h=48, to_h=72).c_avg
    share = result.response["relief_legs"][:, late].mean(axis=1)
    ranks = pd.Series(level).corr(pd.Series(share), method="spearman")
    print(f"{name:>12}: rank correlation of level and relief {ranks:.2f}")

# %% [markdown]
# Knutsson and others measured plasma and spinal fluid in 1974 and found the best response "at very
# different levels". Hence the old rule: raise the dose slowly, and look at the patient, not at the
# laboratory sheet.

# %% [markdown]
# ## 5. One dose for everybody (8 minutes)
#
# Goals as in the first lesson: at least 30 % relief, at most 30 % drowsiness, at most 20 %
# weakness. A dose is *right for a person* when all three hold in that person.
#
# > **Predict.** Give everybody the same daily dose, after two weeks. As the dose rises from 10 to
# > 80 mg, how does the share of people for whom it is right change? What is the largest share that
# > any dose reaches: 30 %, 60 % or 90 %?

# %%
weeks = tt.oral(dose_mg=10, every_h=8, days=14)
group = tt.find_window(drug, people, weeks, share=0.25)
picture = tt.plot(group)

# %%
share = group.share_inside
most = int(np.argmax(share))
low, high = (ends[most] for ends in group.share_interval)
print(f"largest share: {share[most]:.0%}, at {group.levels[most]:.0f} mg/day")
print(f"by chance alone, in other samples of 300: {low:.0%} to {high:.0%}")

# %% [markdown]
# Three hundred people are a sample. Another shuffle would give a slightly different curve: the tint
# around the share shows by how much, and the last line says it for the top.

# %% [markdown]
# ## 6. To each their own dose (8 minutes)
#
# Now titrate everybody by themselves: find each person's own window.
#
# > **Predict.** What share of the people has a dose at all that meets all three goals? Is that
# > more than the best single dose serves? How far apart do you expect the lowest and the highest
# > good dose to be?

# %% alt="One horizontal line for each person who has a window by mouth, from its lower to its upper edge in mg per day, sorted by the lower edge."
each = group.individual()
order = np.argsort(each.low)[: np.count_nonzero(~np.isnan(each.low))]

figure, ax = plt.subplots(figsize=(9, 4), layout="constrained")
ax.hlines(np.arange(len(order)), each.low[order], each.high[order], color="#2f7d4f", linewidth=1)
ax.set(xlabel="mg per day by mouth", ylabel="people who have a window, by its lower edge")
ax.spines[["top", "right"]].set_visible(False)
plt.show()

# %%
say(each.words())
print(f"\nlower edges: {middle(each.low[order])} mg/day")

# %% [markdown]
# The gap between the two shares is what *titration* is for. It is not caution only. It serves
# people whom no single dose would serve.
#
# And some have no window by mouth up to 80 mg/day, the highest dose searched. Who are they?

# %%
has_one = ~np.isnan(each.low)
need = "eta_relief_legs_ec50"
for name, chosen in {"with a window": has_one, "without": ~has_one}.items():
    times = np.exp(about[need][chosen].median())
    print(f"{name:>14}: {chosen.sum()} people, who need {times:.2f} times the typical cord level")

# %% [markdown]
# ## 7. The same person, another day (5 minutes)
#
# A stomach empties faster today than yesterday. That is no difference between people: it is the
# same person on another *occasion*. Here absorption is redrawn each day.
#
# > **Predict.** One person, five days. Which changes more from day to day: the highest level in
# > plasma, or the mean of the day?

# %%
daily = tt.Occasions({"absorption_rate": 50})
one = people[:1].with_occasions(daily, seed=2)
longer = tt.oral(dose_mg=20, every_h=8, days=5)
times = np.arange(0, 120.25, 0.25)
changing = tt.simulate(drug, one, longer, times, outputs=["plasma"])
picture = tt.plot(changing)

# %%
settled = range(2, 6)  # on the first day the body still fills up
days = [changing.measures("plasma", from_h=24 * (day - 1), to_h=24 * day) for day in settled]
for day, here in zip(settled, days, strict=True):
    print(f"day {day}: highest {here.c_max[0]:.0f} ug/L, mean {here.c_avg[0]:.0f} ug/L")
for name, of_day in {"highest": "c_max", "mean": "c_avg"}.items():
    levels = np.array([getattr(here, of_day)[0] for here in days])
    print(f"{name:>7}: the days differ by up to {levels.max() / levels.min() - 1:.0%}")

# %% [markdown]
# *How fast* a tablet is absorbed decides how high the level rises. *How much* of it is absorbed, and
# how fast the body gets rid of it, decide the mean. Only the first was drawn anew each day.

# %% [markdown]
# ## 8. What is, and what is written down (4 minutes)
#
# A rater gives whole points on the Ashworth scale, and two raters disagree. An assay is a few per
# cent off. These errors are not in the body, so the library keeps them apart: `value` is the truth,
# `observed` is what is written down.
#
# > **Predict.** Raters who are half a point off, in steps of a whole point: for what share of
# > people is the score that is written down the true one, rounded?

# %% alt="What a rater writes, in whole points, over the true tone in the legs on the Ashworth scale: four rows of points, 1 to 4, each spread over one to two points of true tone."
end = tt.simulate(drug, people, tablets, [72.0], outputs=["plasma", "ashworth_legs"])
raters = {"ashworth_legs": tt.RatingError(sd=0.5, low=1, high=5)}
seen = tt.observe(end, raters, seed=3)

figure, ax = plt.subplots(figsize=(7, 4), layout="constrained")
ax.scatter(seen["value"], seen["observed"], s=14, alpha=0.4, edgecolor="none", color="#0b63a5")
ax.set(xlabel="tone in the legs, true (Ashworth 1-5)", ylabel="what the rater writes")
ax.set_yticks(range(1, 6))
ax.spines[["top", "right"]].set_visible(False)
plt.show()

# %%
right = np.mean(np.rint(seen["value"]) == seen["observed"])
print(f"written down as it is, to the nearest point: {right:.0%} of {len(seen)} people")

# %% [markdown]
# A trial that averages many people still sees the mean. One visit of one patient sees one rating.

# %% [markdown]
# ## 9. How much of this do we know? (2 minutes)
#
# The spreads are softer than anything in the first lesson. These are in the drug's file:

# %%
table = drug.parameters.to_frame().set_index("name")
spread = table["cv_percent"][table["cv_percent"] > 0].sort_values(ascending=False)
print("coefficient of variation between people, %:")
print(spread.to_string(header=False))

# %% [markdown]
# How far people lie apart in clearance was measured, in several studies that disagree. How far they
# lie apart in what their cord needs was not: it is a choice, guided by the observation that they
# lie *very* far apart. So believe the order of things here, and not the percentages.

# %% [markdown]
# ## Exercises
#
# 1. **Another shuffle.** Change `seed=7` and run again. Which of your sentences survive?
# 2. **By pump.** Repeat sections 5 and 6 with `tt.pump(rate_ug_per_day=100, days=14)`. Is the gain
#    from titration larger or smaller? Why?
# 3. **Kidneys.** Split the people with `people.where(lambda frame:
#    frame["creatinine_clearance_mL_min"] < 80)` and its opposite. Compare both windows.
# 4. **Two doors.** `tt.dose_map(drug, people, weeks, tt.pump(rate_ug_per_day=100, days=14))`: where
#    do most people meet every goal, and is it on an edge of the map?
# 5. **How many are enough?** Find the share inside for the first 30, 100 and 300 people. By how
#    much do the curves differ from each other? Compare with `sqrt(p (1 - p) / n)`.
#
# **For teaching and research, never for dosing a patient.**
