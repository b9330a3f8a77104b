using System.Text.Json.Nodes;
using JanusCluster.Training.Progress;

namespace JanusCluster.Model.Tests.Training;

public sealed class EarlyStopTests
{
    [Theory]
    [InlineData("3 2 1 1.5 1.5 1.5", false)]
    [InlineData("3 2 1 1.5 1.5 1.5 1.5 1.2", true)]
    [InlineData("3 2 1 1.5 1.5 1.5 0.9 1.2", false)]
    [InlineData("1 1 1 1 1 1", true)]
    [InlineData("", false)]
    public void IsDue_HeldOutLosses_WaitsTwoThousandStepsForALowerOne(string losses, bool expected)
    {
        IEnumerable<JsonObject> log = losses.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany((loss, i) => new[]
        {
            new JsonObject { ["step"] = 400 * i + 399, ["text"] = 9, ["codes"] = 9 },
            new JsonObject { ["step"] = 400 * i + 400, ["heldout_text"] = 0.5, ["heldout_codes"] = double.Parse(loss, System.Globalization.CultureInfo.InvariantCulture) },
        });
        Assert.Equal(expected, EarlyStop.IsDue(log));
    }
}
