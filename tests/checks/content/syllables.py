"""Words with their syllables, counted by hand, hyphens between: what the counting is compared with.

French as it is spoken: a mute e at the end is no syllable of its own.
"""

WORDS: dict[str, str] = {
    "en": """a-bout ac-id ad-vice a-dults a-gree a-ne-mi-a an-ti-his-ta-mine ap-point-ment ask au-thors a-void a-way
        bed be-cause be-fore bleed-ing blood bone bot-tle brain breath-ing build cal-ci-um called cof-fee care
        change cho-sen clin-i-cian clin-ic close com-mon con-fu-sion count cramps dan-ger-ous day de-ci-sion
        di-a-be-tes di-ag-no-sis di-al-y-sis di-ar-rhe-a di-et di-ges-tion doc-tor dose eased ef-fect
        e-mer-gen-cy eve-ning eve-ry ex-er-cise ex-pert feel fer-ri-tin fo-late foods gives guide-line hab-it
        have health help hos-pi-tal i-de-a i-ron kid-ney la-bel lev-el life lit-tle liv-er mag-ne-si-um
        med-i-cine min-er-al moved mul-ti-ple mus-cle nau-se-a nee-dle nerve night nurse old-er pain pa-tient
        peo-ple phar-ma-cist pla-ce-bo pre-scribed preg-nan-cy pro-duct re-al-ly rest-less re-view risk safe-ty
        sci-ence set-tled sleep some-times sto-mach stopped stud-ies sup-ple-ment syn-drome ta-ble tak-en
        test-ed the ther-a-py time tired trans-fer-rin treat-ed tri-al un-til use used va-ri-e-ty vi-ta-min
        walked want-ed wa-ter weeks wom-en your""",
    "es": """a-cei-te a-yu-da a-ho-ra a-ná-li-sis an-tes bien ca-ba-llo ca-be-za ca-da ca-fé ca-lam-bres cau-sa
        ce-re-bro clí-ni-ca co-ra-zón cui-da-do dí-a dia-be-tes do-lor dor-mir e-fec-tos em-ba-ra-zo
        en-fer-me-dad es-tu-dio far-ma-cia far-ma-céu-ti-co guí-a gui-ta-rra hie-rro ho-ra in-for-ma-ción
        in-quie-tas ma-ña-na mag-ne-sio mé-di-co me-jor mi-ne-ral mu-jer mu-cho ner-vios ni-vel no-che o-í-do
        pa-cien-te pas-ti-lla pier-nas pre-gun-te que quien ries-go ri-ñón sa-lud san-gre se-gu-ro se-ma-na
        sín-dro-me sí-nto-mas sue-ño su-ple-men-to te-o-rí-a tra-ta-mien-to us-ted vi-ta-mi-na""",
    "pt": """a-ju-da a-li-men-to an-tes bem ca-be-ça ca-da ca-fé cãi-bras cé-re-bro cau-sa clí-ni-ca co-ra-ção
        cui-da-do do-en-ça do-se dor-mir e-fei-tos e-xa-me es-tu-do far-ma-cêu-ti-co far-má-cia fer-ro
        gra-vi-dez ho-ra in-for-ma-ção mag-né-sio man-hã mé-di-co me-lhor mu-lher não na-da ní-vel noi-te
        pa-ci-en-te per-gun-te per-nas pla-no que ris-co rins sa-ú-de san-gue se-gu-ro se-ma-na sin-to-mas
        sín-dro-me so-no su-ple-men-to tra-ta-men-to vi-ta-mi-na vo-cê u-so""",
    "de": """Arzt A-po-the-ker Bei-ne Blut be-vor Di-ag-no-se Dro-ge Ei-sen Er-kran-kung Er-geb-nis fra-gen Frau-en
        Fer-ri-tin Ge-hirn Ge-sund-heit gut hel-fen häu-fig In-for-ma-ti-on Jahr je-den Kind Kli-nik Kör-per
        Krank-heit Le-ber lei-den Mag-ne-si-um Me-di-ka-ment Mor-gen mü-de Mus-kel Nacht Ner-ven neh-men Nie-re
        nicht O-pe-ra-ti-on Pla-ce-bo Pro-blem Ri-si-ko Schlaf Schmer-zen Schwan-ger-schaft Sie Stö-rung
        Stun-den Symp-to-me Ta-blet-te Tag Test ü-ber und Un-ter-su-chung Vi-ta-min Wir-kung Wo-chen Zu-cker
        zwei Ü-bel-keit""",
    "fr": """ai-der a-vant bien bras ca-fé cause cer-veau cli-nique cœur com-plé-ment crampe dan-ger dé-but dose
        dor-mir dou-leur eau ef-fet en-fant é-tude e-xer-cice femme fer gros-sesse heure in-for-ma-tion jambe
        jour ma-gné-sium mais ma-la-die ma-tin mé-de-cin mé-di-ca-ment mieux mois muscle nerf nuit pa-tient
        phar-ma-cien pla-ce-bo pour pre-nez que ques-tion rein re-pos risque san-té sang se-maine som-meil
        symp-tôme syn-drome tra-vail trai-te-ment un vi-ta-mine vous jambes peuvent ca-fé-ine thé-ra-pie nau-sée
        le les une bles-sée""",
    "ru": """ан-а-лиз бе-ре-мен-ность бо-лезнь ви-та-мин врач вре-мя го-ло-ва день до-за же-ле-зо здо-ро-вье
        ис-сле-до-ва-ни-е кли-ни-ка кровь ле-кар-ство ле-че-ни-е маг-ний мо-жет не-рвы но-га ночь по-мощь поч-ки
        при-ём ре-зуль-тат риск серд-це симп-том сон ут-ро че-ло-век""",
}


def counted(language: str) -> dict[str, int]:
    """Each word without hyphens, and how many syllables it has."""
    return {word.replace("-", ""): word.count("-") + 1 for word in WORDS[language].split()}
