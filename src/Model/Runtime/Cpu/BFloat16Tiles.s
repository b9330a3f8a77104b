# Dot products of a few tokens with a few weight rows in registers, both bfloat16, by vdpbf16ps: 32 products in one
# instruction, twice what fused multiply-adds of float32 make. .NET does not expose the instruction, so these functions are
# assembled (GNU as) and their bytes stand in BFloat16Tiles.cs; a test assembles them again and compares.
# Each product of a token with a row is one chain of accumulations over 16 lanes, group by group of 32 inputs; the lanes are
# stored to sums, 16 floats each. The weights that come next are fetched so many cache lines a group.
    .intel_syntax noprefix
    .text
# rdi: struct { 0 weights, 8 rowBytes, 16 tokens, 24 groups, 32 ahead, 40 lines, 48 sums }
    .macro prologue
    mov     rax, [rdi]          # weights
    mov     rsi, [rdi+8]        # rowBytes
    mov     rdx, [rdi+16]       # tokens
    mov     rcx, [rdi+24]       # groups
    mov     r8,  [rdi+32]       # ahead
    mov     r9,  [rdi+40]       # lines
    mov     rdi, [rdi+48]       # sums
    lea     r10, [rsi+rsi*2]    # 3 rows
    lea     r11, [rax+rsi*4]    # row 4
    .endm
    .macro fetch
    test    r9, r9
    jz      2f
    push    r9
1:  prefetcht1 [r8]
    add     r8, 64
    dec     r9
    jnz     1b
    pop     r9
2:
    .endm
    .macro zero from, to
    .set i, \from
    .rept \to-\from+1
    zeroreg %i
    .set i, i+1
    .endr
    .endm
    .macro zeroreg n
    vpxord  zmm\n, zmm\n, zmm\n
    .endm
    .macro put n
    vmovups [rdi+\n*64], zmm\n
    .endm
    .macro store from, to
    .set i, \from
    .rept \to-\from+1
    put %i
    .set i, i+1
    .endr
    .endm

    .globl tile1x8
tile1x8:
    prologue
    .altmacro
    zero 0, 7
3:  fetch
    vmovups zmm16, [rdx]
    vdpbf16ps zmm0, zmm16, [rax]
    vdpbf16ps zmm1, zmm16, [rax+rsi]
    vdpbf16ps zmm2, zmm16, [rax+rsi*2]
    vdpbf16ps zmm3, zmm16, [rax+r10]
    vdpbf16ps zmm4, zmm16, [r11]
    vdpbf16ps zmm5, zmm16, [r11+rsi]
    vdpbf16ps zmm6, zmm16, [r11+rsi*2]
    vdpbf16ps zmm7, zmm16, [r11+r10]
    add     rax, 64
    add     r11, 64
    add     rdx, 256
    dec     rcx
    jnz     3b
    store 0, 7
    vzeroupper
    ret

    .globl tile2x8
tile2x8:
    prologue
    zero 0, 15
3:  fetch
    vmovups zmm16, [rdx]
    vmovups zmm17, [rdx+64]
    vmovups zmm18, [rax]
    vmovups zmm19, [rax+rsi]
    vmovups zmm20, [rax+rsi*2]
    vmovups zmm21, [rax+r10]
    vmovups zmm22, [r11]
    vmovups zmm23, [r11+rsi]
    vmovups zmm24, [r11+rsi*2]
    vmovups zmm25, [r11+r10]
    vdpbf16ps zmm0, zmm16, zmm18
    vdpbf16ps zmm1, zmm16, zmm19
    vdpbf16ps zmm2, zmm16, zmm20
    vdpbf16ps zmm3, zmm16, zmm21
    vdpbf16ps zmm4, zmm16, zmm22
    vdpbf16ps zmm5, zmm16, zmm23
    vdpbf16ps zmm6, zmm16, zmm24
    vdpbf16ps zmm7, zmm16, zmm25
    vdpbf16ps zmm8, zmm17, zmm18
    vdpbf16ps zmm9, zmm17, zmm19
    vdpbf16ps zmm10, zmm17, zmm20
    vdpbf16ps zmm11, zmm17, zmm21
    vdpbf16ps zmm12, zmm17, zmm22
    vdpbf16ps zmm13, zmm17, zmm23
    vdpbf16ps zmm14, zmm17, zmm24
    vdpbf16ps zmm15, zmm17, zmm25
    add     rax, 64
    add     r11, 64
    add     rdx, 256
    dec     rcx
    jnz     3b
    store 0, 15
    vzeroupper
    ret

    .globl tile4x4
tile4x4:
    prologue
    zero 0, 15
3:  fetch
    vmovups zmm16, [rax]
    vmovups zmm17, [rax+rsi]
    vmovups zmm18, [rax+rsi*2]
    vmovups zmm19, [rax+r10]
    vmovups zmm20, [rdx]
    vmovups zmm21, [rdx+64]
    vmovups zmm22, [rdx+128]
    vmovups zmm23, [rdx+192]
    vdpbf16ps zmm0, zmm20, zmm16
    vdpbf16ps zmm1, zmm20, zmm17
    vdpbf16ps zmm2, zmm20, zmm18
    vdpbf16ps zmm3, zmm20, zmm19
    vdpbf16ps zmm4, zmm21, zmm16
    vdpbf16ps zmm5, zmm21, zmm17
    vdpbf16ps zmm6, zmm21, zmm18
    vdpbf16ps zmm7, zmm21, zmm19
    vdpbf16ps zmm8, zmm22, zmm16
    vdpbf16ps zmm9, zmm22, zmm17
    vdpbf16ps zmm10, zmm22, zmm18
    vdpbf16ps zmm11, zmm22, zmm19
    vdpbf16ps zmm12, zmm23, zmm16
    vdpbf16ps zmm13, zmm23, zmm17
    vdpbf16ps zmm14, zmm23, zmm18
    vdpbf16ps zmm15, zmm23, zmm19
    add     rax, 64
    add     rdx, 256
    dec     rcx
    jnz     3b
    store 0, 15
    vzeroupper
    ret
