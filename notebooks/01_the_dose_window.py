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
# # The dose window
#
# **For teaching and research, never for dosing a patient.**
#
# Fifty minutes, one question: *which dose of baclofen relieves spasticity, without too much
# drowsiness or weakness?* You will find the doses for one simulated patient, by mouth and by a
# pump. Then you will change one thing at a time and see what moves.
#
# Before each picture stands a box that begins with **Predict**. Write your answer down first.
# Then run the cell. A wrong prediction that you wrote down teaches more than a right one that
# you did not.

# %% [markdown]
# The next cell holds four small helpers. You need not read it; run it and go on.

# %% jupyter={"source_hidden": true}
from math import ceil, floor
from textwrap import fill

import numpy as np

import titrate as tt


def say(text):
    """Print a sentence in lines that fit the page."""
    print(fill(str(text), width=88))


def peak_h(curve, times_h):
    """Return when a curve is highest, in hours."""
    return times_h[np.argmax(curve)]


def edges(window):
    """Return a window in words: the whole numbers that lie inside."""
    if window.is_empty:
        return "no dose meets every goal"
    beyond = " (where the search ended)" if window.limited_by["high"] == "range" else ""
    return f"{ceil(window.low)} to {floor(window.high)} {window.unit}{beyond}"


def at_dose(window, endpoint, dose):
    """Return an endpoint at a dose of a window, read off its table."""
    return float(np.interp(dose, window.levels, window.statistics[endpoint]))


# %% [markdown]
# Here is the drug, and here is our patient. What we do not say about her comes from the drug's
# file. The printout says which.

# %%
drug = tt.load_drug("baclofen")
patient = tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
say(drug.people(patient))

# %% [markdown]
# ## 1. Spasticity, and the question (3 minutes)
#
# In multiple sclerosis the signals from the spinal cord can go wrong. Some muscles are told to
# pull when they should rest. They are stiff, most of all those that hold us upright: calf, thigh,
# groin, buttock, back. And they cramp, for two or three seconds, at the slightest touch. A sheet
# that brushes a foot at night is enough.
#
# Baclofen quietens these signals in the spinal cord. The same drug also reaches the brain, where
# it makes people drowsy. And a cord that is too quiet lets muscles go weak. Some people stand on
# their stiffness: take it all away and they cannot stand.
#
# So the question has two halves. *Enough* to relieve. *Not so much* that drowsiness or weakness
# is the price. The doses between the two are the **dose window**. It may be wide, narrow, or not
# there at all.

# %% [markdown]
# ## 2. Where a tablet goes (4 minutes)
#
# A tablet is absorbed from the gut into the blood plasma. From there a little crosses into the
# cord and the brain. The kidneys remove most of it.
#
# > **Predict.** She is given one tablet of 20 mg. After how many hours is the level in her plasma
# > highest? Which is higher at that time: the brain, or the cord of the legs?

# %%
hours = np.arange(0, 24.1, 0.1)
tablet = tt.simulate(drug, patient, tt.oral(dose_mg=20), times_h=hours)
places = ["plasma", "csf_lumbar", "cord_legs", "brain"]
only_places = tt.simulate(drug, patient, tt.oral(dose_mg=20), times_h=hours, outputs=places)
picture = tt.plot(only_places, sites=places)

# %%
for place in places:
    course = tablet.concentration[place]
    print(f"{place:>10}: highest at {peak_h(course, hours):.1f} h, {course.max():.0f} ug/L")

end_mg = {name: course[-1] / 1000 for name, course in tablet.amounts.items()}
gone = {name: end_mg[name] for name in ("urine", "metabolised", "unabsorbed")}
print(f"\nOf the 20 mg, after {hours[-1]:.0f} h:")
for name, mg in gone.items():
    print(f"{name:>12}: {mg:.1f} mg")
print(f"  still in her: {sum(end_mg.values()) - sum(gone.values()):.2f} mg")

# %% [markdown]
# "Cord of the legs" is the drug that acts on the part of the spinal cord that moves the legs,
# counted as if it had all come from spinal fluid. It is a small share of what is in the plasma.
# The brain is offered the whole plasma level. That is the trouble with tablets.

# %% [markdown]
# ## 3. Where a pump's drug goes (4 minutes)
#
# A pump lies under the skin of the belly. A thin tube, the catheter, leads from it into the
# spinal fluid, low in the back. Doses are in *micro*grams. The fluid carries the drug slowly
# upwards, from lumbar to thoracic to cervical to the cisterns below the brain, and loses some at
# every step.
#
# > **Predict.** The pump runs at 100 ug/day. Sketch the levels in the lumbar fluid, the cervical
# > fluid and the plasma. If each step of the axis is as long as the last, will you see the plasma
# > at all?

# %%
along = ["csf_lumbar", "csf_thoracic", "csf_cervical", "csf_cisternal", "plasma"]
pumped = tt.simulate(drug, patient, tt.pump(rate_ug_per_day=100, days=3), outputs=along)
picture = tt.plot(pumped, sites=along)

# %%
last = {place: pumped.concentration[place][-1] for place in along}
for place, level in last.items():
    print(f"{place:>14}: {level:6.1f} ug/L")

tablets = tt.simulate(drug, patient, tt.oral(dose_mg=20, every_h=8, days=3))
pump = tt.simulate(drug, patient, tt.pump(rate_ug_per_day=100, days=3))
print("\nMean of the third day:")
for name, result in {"60 mg/day by mouth": tablets, "100 ug/day by pump": pump}.items():
    cord, brain = (result.measures(site).c_avg for site in ("cord_legs", "brain"))
    print(f"{name}: cord of the legs {cord:.0f} ug/L, brain {brain:.0f} ug/L")

# %% [markdown]
# The tablets hold six hundred times as much drug. Compare what reaches the cord, and what
# reaches the brain.

# %% [markdown]
# ## 4. Two clocks (4 minutes)
#
# Blood reaches the cord through capillaries. Spinal fluid has to soak in from outside. Before
# anybody is given a pump, it is tried: a needle low in the back gives 50 ug at once, a *bolus*.
#
# > **Predict.** Which works sooner on the legs, the tablet or the bolus? At what hour does each
# > work best? Which lasts longer?

# %%
bolus = tt.simulate(drug, patient, tt.bolus(dose_ug=50), times_h=hours)
clocks = tt.compare({"tablet, 20 mg": tablet, "bolus, 50 ug": bolus})
picture = tt.plot(clocks, sites=["cord_legs"], endpoints=["relief_legs"], title="Two clocks")

# %%
for name, result in clocks.items():
    relief = result.response["relief_legs"]
    half = hours[relief >= relief.max() / 2]
    print(
        f"{name}: best at {peak_h(relief, hours):.1f} h, {relief.max():.0%} relief; "
        f"above half of that from {half[0]:.1f} to {half[-1]:.1f} h"
    )

# %% [markdown]
# Two things differ at once: *when*, and *how much*. The clocks are about when. The doses are not
# equal in any sense, so do not read the heights as a race.

# %% [markdown]
# ## 5. Relief, drowsiness, weakness (3 minutes)
#
# Three numbers decide.
#
# * **Relief** of tone in the legs: the share of the removable stiffness that the drug takes away.
# * **Drowsiness**: the chance that the drug makes this person drowsy.
# * **Weakness**: the share of her strength that is lost.
#
# Weakness is the same action as relief, gone too far. It is a price, not a poison.
#
# > **Predict.** She takes 20 mg every eight hours for three days. Between one tablet and the
# > next, all three swing. Which swings most, counted as highest over lowest? Which least? Think of
# > the two clocks.

# %%
three = ["relief_legs", "drowsiness", "weakness"]
picture = tt.plot(tablets, sites=["plasma", "cord_legs"], endpoints=three)

# %%
third_day = tablets.times_h >= 48
for name in three:
    course = tablets.response[name][third_day]
    times = course.max() / course.min()
    print(f"{name:>12} on day 3: {course.min():.0%} to {course.max():.0%}, x {times:.1f}")

# %% [markdown]
# ## 6. Goals are a choice (3 minutes)
#
# How much relief is enough? How much drowsiness is too much? No measurement answers this. The
# person does. `titrate` begins with these goals and says that somebody chose them:

# %%
goals = tt.Goals()
for goal in goals.goals:
    print(goal)
print(f"Each is held against the mean of the last {goals.over_h:.0f} hours.")

# %% [markdown]
# **Discuss.** Someone who walks and someone who lies in bed: who fears weakness more? Someone who
# drives a lorry? Write the goals of each. You will use them in the exercises.

# %% [markdown]
# ## 7. The window by mouth (5 minutes)
#
# The pattern is yours: three times a day for two weeks. Its daily amount is what `find_window`
# varies.
#
# > **Predict.** At how many mg a day does relief become enough? What closes the window above:
# > drowsiness, or weakness? About how wide is it: does the top dose give 1.5 times the bottom one,
# > or 5 times?

# %%
drug = tt.load_drug("baclofen")
patient = tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
by_mouth = tt.find_window(drug, patient, tt.oral(dose_mg=10, every_h=8, days=14))
say(by_mouth.why())
picture = tt.plot(by_mouth)

# %%
print(f"In whole numbers: {edges(by_mouth)}.")
print(f"Opens with {by_mouth.limited_by['low']}, closes for {by_mouth.limited_by['high']}.")
print(f"The top is {by_mouth.high / by_mouth.low:.1f} times the bottom.")
print(f"Best dose that tablets can make, in steps of {by_mouth.step:g}: {by_mouth.best:g} mg/day.")

# %% [markdown]
# The band is not a confidence band. Between the two lines lie the doses at which every goal is met,
# for this one patient, if the model and its numbers are right.
#
# Why, then, does the band fade? The picture's foot says it: each assumed or derived number goes
# over the range that is plausible for it, one at a time, and the edges are found anew each time.
# The fading shows how far an edge could move. It does not show how likely that is.

# %% [markdown]
# ## 8. The first days, and two weeks later (3 minutes)
#
# The brain gets used to the drug within days. The cord takes months, and at the levels that
# tablets give it hardly changes.
#
# > **Predict.** Look at the window after two days only. Which edge has moved, and which way? Does
# > the same goal close it?

# %%
first_days = tt.find_window(drug, patient, tt.oral(dose_mg=10, every_h=8, days=2))
picture = tt.plot(by_mouth, behind=first_days, title="Two weeks (thin lines: the first two days)")

# %%
for name, window in {"first two days": first_days, "after two weeks": by_mouth}.items():
    print(f"{name:>15}: {edges(window)}; closed by {window.limited_by['high']}")
dose = by_mouth.best
before, after = (at_dose(window, "drowsiness", dose) for window in (first_days, by_mouth))
print(f"Drowsiness on {dose:g} mg/day: {before:.0%} in the first days, {after:.0%} later.")

# %% [markdown]
# Those who stop in the first days never see the second window. This is one reason to begin with
# a small dose and to raise it slowly.

# %% [markdown]
# ## 9. Same patient, two doors (5 minutes)
#
# > **Predict.** Now the same patient, with the same goals, has a pump. Is her window wider or
# > narrower, counted as top dose over bottom dose? What closes it?

# %%
by_pump = tt.find_window(drug, patient, tt.pump(rate_ug_per_day=100, days=14))
picture = tt.plot({"By mouth": by_mouth, "By pump": by_pump})

# %%
doors = tt.compare({"by mouth": by_mouth, "by pump": by_pump})
for name, window in doors.items():
    print(
        f"{name}: {edges(window)}, x {window.high / window.low:.1f}; at the low edge drowsiness "
        f"{at_dose(window, 'drowsiness', window.low):.1%}, "
        f"weakness {at_dose(window, 'weakness', window.low):.1%}"
    )
print(
    f"A milligram is 1,000 micrograms: by mouth she needs "
    f"{by_mouth.low * 1000 / by_pump.low:,.0f} times the dose for the same relief."
)

# %% [markdown]
# ## 10. A year later (4 minutes)
#
# A cord that is bathed in spinal fluid full of baclofen adapts, slowly. Real patients keep their
# relief by raising the dose, year by year. `initial="adapted"` asks: what if she had been on each
# dose long enough for everything to settle?
#
# > **Predict.** By pump, does the lower edge move, the upper edge, or both? And by mouth?

# %%
mouth_later = tt.find_window(
    drug, patient, tt.oral(dose_mg=10, every_h=8, days=14), initial="adapted"
)
pump_later = tt.find_window(drug, patient, tt.pump(rate_ug_per_day=100, days=14), initial="adapted")
picture = tt.plot(
    {"By mouth": mouth_later, "By pump": pump_later},
    behind={"By mouth": by_mouth, "By pump": by_pump},
    title="Adapted (thin lines: after the first two weeks)",
)

# %%
for name, new, later in (
    ("by mouth", by_mouth, mouth_later),
    ("by pump", by_pump, pump_later),
):
    print(f"{name}: after two weeks {edges(new)}; adapted {edges(later)}")
print(
    f"By pump the lower edge is {pump_later.low / by_pump.low:.2f} times what it was, "
    f"the upper edge {pump_later.high / by_pump.high:.2f} times."
)

# %% [markdown]
# The cord adapts to what it gets. Low doses hardly change it, so the dose that is *just* enough
# stays. High doses change it a lot, and then cost less strength than before. An adapted patient
# is also a patient in danger: if the pump stops, the adaptation is left bare, and that is
# withdrawal.
#
# **Discuss.** Look at the thick curve of relief by pump. Why does it climb so slowly in the
# middle? What does a doctor see who raises the dose there?

# %% [markdown]
# ## 11. One thing changed (7 minutes)
#
# `vary` changes one thing and holds everything else.
#
# ### Kidneys
#
# The kidneys remove most of the drug from plasma. Healthy kidneys clear about 100 mL of plasma a
# minute; failing kidneys perhaps 30.
#
# > **Predict.** With kidneys at 30 mL/min, where does the window by mouth go? And by pump?

# %%
clearances = [103, 60, 30]
mouth = tt.oral(dose_mg=10, every_h=8, days=14)
infusion = tt.pump(rate_ug_per_day=100, days=14)
kidneys = tt.vary(drug, patient, mouth, of="window", creatinine_clearance_mL_min=clearances)
picture = tt.plot(kidneys)

# %%
by_pump_too = tt.vary(drug, patient, infusion, of="window", creatinine_clearance_mL_min=clearances)
for name in kidneys:
    print(f"{name:>10}: by mouth {edges(kidneys[name])}; by pump {edges(by_pump_too[name])}")
share = kidneys["30 mL/min"].low / kidneys["103 mL/min"].low
print(f"At 30 mL/min the lower edge by mouth is {share:.2f} of what it was.")

# %% [markdown]
# Two people of the same weight: the dose that suits the one can be far too much for the other.
#
# ### Where the spasticity comes from
#
# The model lets the origin shift how sensitive the cord is. The evidence for this shift is weak.
#
# > **Predict.** "ms", "spinal" (an injured cord), "cerebral" (a stroke): which needs most?

# %%
origins = tt.vary(drug, patient, mouth, of="window", origin=["ms", "spinal", "cerebral"])
picture = tt.plot(origins)

# %%
for name, window in origins.items():
    print(f"{name:>8}: {edges(window)}")

# %% [markdown]
# A dashed edge is not set by a goal. The search ended there, at the highest usual dose.
#
# ### The tip of the catheter
#
# The surgeon can push the catheter higher, towards the neck. The arms are moved from there.
#
# > **Predict.** 100 ug/day in each case. What do the legs lose when the tip moves from lumbar to
# > cervical? What do the arms gain? And the brain?

# %%
tips = ["lumbar", "thoracic", "cervical"]
tip = tt.compare(
    {at: tt.simulate(drug, patient, tt.pump(rate_ug_per_day=100, days=7, at=at)) for at in tips}
)
shown = {"legs": "relief_legs", "arms": "relief_arms", "drowsiness": "drowsiness"}
picture = tt.plot(tip, endpoints=list(shown.values()), title="100 ug/day, three tips")

# %%
for at, result in tip.items():
    end = [f"{name} {result.response[endpoint][-1]:.1%}" for name, endpoint in shown.items()]
    print(f"{at:>8}, at the end: {', '.join(end)}")

# %% [markdown]
# ### A number that nobody knows
#
# How much of the drug in the fluid below the brain acts on the brain? The model calls this `phi`.
# It is *assumed*: anything from about 0.3 to 3.5 agrees with what was measured.
#
# > **Predict.** How much does drowsiness by pump change between 0.3 and 3.5: by a tenth, by half,
# > or more than tenfold? Do relief and the window change?

# %%
phis = [0.3, drug.parameters["phi"].value, 3.5]
by_phi = tt.vary(drug, patient, infusion, phi=phis)
picture = tt.plot(by_phi, sites=["brain"], endpoints=["drowsiness", "relief_legs"])

# %%
relief_wanted = goals.goals[0].limit
at_mouth = at_dose(first_days, "drowsiness", first_days.low)
print(f"At {relief_wanted:.0%} relief, first days. Drowsiness by mouth: {at_mouth:.1%}.")
short = tt.pump(rate_ug_per_day=100, days=2)
first_by_phi = tt.vary(drug, patient, short, of="window", phi=phis)
later_by_phi = tt.vary(drug, patient, infusion, of="window", phi=phis)
for name, window in first_by_phi.items():
    here = at_dose(window, "drowsiness", window.low)
    print(
        f"phi {name:>3}: by pump {here:.3%}, one part in {at_mouth / here:,.0f}; "
        f"window after two weeks {edges(later_by_phi[name])}"
    )

# %% [markdown]
# This is how to be honest about a number that nobody knows. Change it over all that is possible,
# and see which of your sentences survive. *"The pump spares the brain"*: look at the three rows,
# and say it as strongly as they allow.

# %% [markdown]
# ## 12. Somebody with severe spasticity (3 minutes)
#
# Another patient: an injured cord, tone 4 on the Ashworth scale (1 is normal, 5 is rigid). To be
# washed and dressed without pain, tone has to come down to 2.
#
# > **Predict.** What share of the tone has to go? Is there a dose by mouth that does it? By pump?
# > If not, what will stop it?

# %%
severe = tt.Patient(origin="spinal", baseline_ashworth=4)
wanted = round((4 - 2) / (4 - 1), 2)
demanding = tt.Goals(at_least={"relief_legs": wanted}, at_most={"drowsiness": 0.3, "weakness": 0.2})
severe_mouth = tt.find_window(drug, severe, mouth, goals=demanding)
severe_pump = tt.find_window(drug, severe, infusion, goals=demanding)
picture = tt.plot({"By mouth": severe_mouth, "By pump": severe_pump})

# %%
print(f"Wanted: {wanted:.0%} of the tone has to go.\n")
say(severe_mouth.why())
print()
say(severe_pump.why())

severe_later = tt.find_window(drug, severe, infusion, goals=demanding, initial="adapted")
print(f"\nBy pump, once adapted: {edges(severe_later)}.")

# %% [markdown]
# An empty window is an answer. It says: no tablet dose will do, and trying ever higher ones costs
# her drowsiness and strength for nothing. Change the goal, or change the door.
#
# Compare the last line with section 10. There only the upper edge moved. Here she needs more
# relief, so even her lower edge lies where the cord adapts, and the whole window moves up.

# %% [markdown]
# ## 13. How much of this do we know? (2 minutes)
#
# > **Predict.** Of all the numbers in the model, what share was published as such?

# %%
counts = drug.parameters.counts()
total = sum(counts.values())
for status, count in counts.items():
    print(f"{status:>10}: {count} of {total} ({count / total:.0%})")

# %% [markdown]
# *Published* means that somebody reported the number. *Derived* is arithmetic on such numbers, or
# a number fitted so that the model agrees with trials, if fitting it anew finds it again. *Assumed*
# is everything else: fitted numbers that are not found again, numbers known from memory, and plain
# choices. `drug.parameters.to_frame()` lists them all, and `drug.cite()` prints where each is from.
#
# A model like this is good for asking *what moves what*. It cannot tell you what a person in front
# of you should take.

# %% [markdown]
# ## Exercises
#
# 1. **Her goals, not ours.** Write `tt.Goals(...)` for someone who walks with a stick, and for
#    someone who lies in bed and is washed by others. Find both windows by mouth. *Hint:*
#    `at_least={"relief_legs": ...}`, `at_most={"drowsiness": ..., "weakness": ...}`; then
#    `find_window(..., goals=yours)`. Is one empty? Ask `why()`.
# 2. **Small and large.** Vary `weight_kg` from 50 to 90, by mouth and by pump. Why does only one
#    of the two windows move? *Hint:* what does clearance depend on, and what the volume of
#    spinal fluid?
# 3. **The worst moment.** A mean can hide a bad hour. Hold drowsiness against its worst moment.
#    *Hint:* `at_most={"drowsiness": ("worst", 0.3)}`. Then give the same daily amount in four
#    doses: `every_h=6`. Does it help? Why?
# 4. **A missed tablet.** Compare 20 mg every eight hours for three days with the same minus doses
#    4 and 5. *Hint:* `regimen.without([4, 5])`, then `tt.compare` and a look at `relief_legs`.
# 5. **Does the clock matter?** Set `soak_rate`, the rate of soaking into the cord, to half and to
#    double: `tt.vary(drug, patient, tt.bolus(dose_ug=50), soak_rate=[0.05, 0.1, 0.2])`. When does
#    each bolus work best? *Hint:* `peak_h(result.response["relief_legs"], result.times_h)`.
# 6. **A pump that stops.** Let an adapted patient's pump stop after a day:
#    `tt.pump(rate_ug_per_day=300, days=1)`, `initial="adapted"`, `times_h=np.arange(97)`. When is
#    `result.withdrawal()["cord"]` highest? *Hint:* output times after the regimen's end are times
#    without drug. `import matplotlib.pyplot as plt`, then `plt.plot(result.times_h, ...)`.
# 7. **Attack the model.** Choose one *assumed* number. Halve it and double it. Which edge moves,
#    and by how much? Which experiment would settle it? *Hint:* `tt.vary(..., of="window",
#    weakness_cord_ec50_ratio=[1.65, 3.3, 6.6])`.
#
# **For teaching and research, never for dosing a patient.**
