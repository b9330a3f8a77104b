using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace JanusCluster.Bench.Cli;

/// <summary>Options that hold numbers: <c>1,8,32</c>, or a range <c>50-650</c>.</summary>
internal static class NumberList
{
    public static Option<int[]> Option(string name, string description, params int[] byDefault) => new(name)
    {
        Description = description,
        HelpName = "N,N,…",
        CustomParser = argument => Parse(argument, ','),
        DefaultValueFactory = _ => byDefault,
    };

    public static Option<int[]?> Range(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FROM-TO",
        CustomParser = argument =>
        {
            int[] ends = Parse(argument, '-');
            if (ends.Length != 2 || ends[0] > ends[1])
                argument.AddError($"{name} takes two numbers, the smaller one first: 50-650.");
            return ends;
        },
    };

    private static int[] Parse(ArgumentResult argument, char separator)
    {
        string text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        var numbers = new List<int>();
        foreach (string part in text.Split(separator))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                argument.AddError($"'{text}' is no list of whole numbers.");
                return [];
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }
}
