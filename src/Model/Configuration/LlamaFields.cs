namespace JanusCluster.Model.Configuration;

/// <summary>Reads a <c>LlamaConfig</c>, which both layouts of config.json hold under different names.</summary>
/// <remarks>Defaults and rules: <c>configuration_llama.py</c> of Hugging Face transformers.</remarks>
internal static class LlamaFields
{
    private static readonly LanguageConfig Defaults = new();

    public static LanguageConfig Read(JsonSection section)
    {
        section.Require("model_type", "llama");
        section.Require("hidden_act", "silu");
        foreach (string bias in (string[])["attention_bias", "mlp_bias"])
        {
            if (section.Bool(bias, false))
                throw section.Error(bias, "is true; biases in the language model are not supported");
        }

        int hidden = section.Size("hidden_size", Defaults.HiddenSize);
        int heads = section.Size("num_attention_heads", Defaults.Heads);
        if (!section.Has("head_dim") && hidden % heads != 0)
            throw section.Error("num_attention_heads", $"is {heads}, which does not divide hidden_size {hidden}");
        return new LanguageConfig
        {
            HiddenSize = hidden,
            IntermediateSize = section.Size("intermediate_size", Defaults.IntermediateSize),
            Layers = section.Size("num_hidden_layers", Defaults.Layers, 1024),
            Heads = heads,
            KeyValueHeads = section.Size("num_key_value_heads", heads),
            HeadDim = section.Size("head_dim", hidden / heads),
            VocabularySize = section.Size("vocab_size", Defaults.VocabularySize, 1 << 22),
            MaxPositions = section.Size("max_position_embeddings", Defaults.MaxPositions, 1 << 24),
            RmsNormEpsilon = section.Number("rms_norm_eps", Defaults.RmsNormEpsilon, 0, 1),
            RopeTheta = ReadRopeTheta(section),
            TieWordEmbeddings = section.Bool("tie_word_embeddings", Defaults.TieWordEmbeddings),
        };
    }

    /// <remarks>Newer transformers write rope_parameters {rope_type, rope_theta} in place of rope_theta and rope_scaling.</remarks>
    private static double ReadRopeTheta(JsonSection section)
    {
        foreach (string name in (string[])["rope_scaling", "rope_parameters"])
        {
            JsonSection rope = section.Section(name);
            string kind = rope.Text("rope_type") ?? rope.Text("type") ?? "default";
            if (kind != "default")
                throw rope.Error("rope_type", $"is \"{kind}\"; scaled rotary embeddings are not supported");
            if (name == "rope_parameters" && rope.Has("rope_theta"))
                return rope.Number("rope_theta", Defaults.RopeTheta, 0, 1e12);
        }

        return section.Number("rope_theta", Defaults.RopeTheta, 0, 1e12);
    }
}
